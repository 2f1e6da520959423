"""What the URL of a mail server may say, and what is refused before anything is sent."""

from __future__ import annotations

import pytest

from adapters.delivery import smtp
from adapters.delivery.smtp.server import StartTls, parse_url
from domain.model.message import Channel
from domain.ports.delivery import Delivery, Examinable
from tests.support.certificates import Certificate
from tests.support.messages import context

FROM = "from=no-reply@acme.example"


def test_user_and_password_are_decoded() -> None:
    """What a URL cannot hold is percent-encoded, and comes out as it was."""
    server = parse_url(f"smtp://acme%40mail:p%40ss%3Aw%2Fo%23rd%25+@mail.example:2525?{FROM}")
    assert server.login is not None
    assert server.login.user == "acme@mail"
    assert server.login.password.reveal() == "p@ss:w/o#rd%+"
    assert (server.host, server.port) == ("mail.example", 2525)
    assert "p@ss" not in repr(server)


@pytest.mark.parametrize(
    ("url", "port", "starttls", "is_tls"),
    [
        ("smtp://mail.example?", 587, StartTls.ALWAYS, False),
        ("smtp://127.0.0.1?", 587, StartTls.NEVER, False),
        ("smtp://[::1]:25?", 25, StartTls.NEVER, False),
        ("smtp://localhost:1025/?", 1025, StartTls.NEVER, False),
        ("smtp://user:pw@localhost?starttls=when-offered&", 587, StartTls.WHEN_OFFERED, False),
        ("smtp://mail.example?starttls=never&", 587, StartTls.NEVER, False),
        ("SMTPS://mail.example?", 465, StartTls.ALWAYS, True),
    ],
)
def test_other_machines_are_spoken_to_in_secret(
    url: str, port: int, starttls: StartTls, is_tls: bool
) -> None:
    """Nothing but the word of the operator sends mail in clear through a network."""
    server = parse_url(url + FROM)
    assert (server.port, server.starttls, server.is_tls) == (port, starttls, is_tls)


def test_the_sender_may_have_a_name() -> None:
    """A plus sign in the address is one."""
    server = parse_url("smtp://mail.example?from=Acme%20Inc%20<no-reply+x@acme.example>")
    assert (server.sender.name, server.sender.address) == ("Acme Inc", "no-reply+x@acme.example")


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("smtp://mail.example", "from= has to name the sender"),
        ("smtp://mail.example?from=", "from= has to name the sender"),
        ("smtp://mail.example?from=a@b.example,c@d.example", "from= has to name the sender"),
        ("smtp://mail.example?from=a@b.example%0d%0aBcc:x@y.example", "from= has to name"),
        (f"smtp:?{FROM}", "needs //host"),
        (f"smtp://:587?{FROM}", "needs //host"),
        (f"smtp://user:can/ary@mail.example?{FROM}", "percent-encode"),
        (f"smtp://user:can#ary@mail.example?{FROM}", "percent-encode"),
        (f"smtp://user:canary?@mail.example?{FROM}", "percent-encode"),
        (f"smtp://mail.example:99999?{FROM}", "needs //host"),
        (f"smtp://mail.example/inbox?{FROM}", "needs //host"),
        (f"smtp://canary@mail.example?{FROM}", "a login needs a user and a password"),
        (f"smtp://:canary@mail.example?{FROM}", "a login needs a user and a password"),
        (f"smtp://user:canar%C3%BD@mail.example?{FROM}", "both of ASCII"),
        (f"smtp://u:canary@mail.example?starttls=never&{FROM}", "only under starttls=always"),
        (f"smtp://u:canary@mail.example?starttls=when-offered&{FROM}", "only under starttls"),
        (f"smtp://mail.example?starttls=canary&{FROM}", "one of always, when-offered, never"),
        (f"smtps://mail.example?starttls=never&{FROM}", "encrypted from the start"),
        (f"smtp://mail.example?form=canary&{FROM}", "none of ca, from, starttls"),
        (f"smtp://mail.example?{FROM}&{FROM}", "from= is given twice"),
        (f"smtp://mail.example?ca=/no/such/file&{FROM}", "ca= names no file: /no/such/file"),
        (f"smtp://mail.example?ca={__file__}&{FROM}", "ca= names no file of certificates in PEM"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_its_secrets(url: str, reason: str) -> None:
    """The start fails with a reason that shows neither user nor password."""
    with pytest.raises(ValueError, match=reason) as refusal:
        parse_url(url)
    assert "canar" not in str(refusal.value)


def test_text_messages_do_not_go_by_mail() -> None:
    """SMS_URL needs a gateway."""
    with pytest.raises(ValueError, match="text messages need a gateway"):
        smtp.open(f"smtp://mail.example?{FROM}", context(Channel.SMS))


def test_the_plug_in_is_a_delivery(certificate: Certificate) -> None:
    """It sends, and the doctor may try it."""
    delivery = smtp.open(f"smtp://127.0.0.1?ca={certificate.ca_file}&{FROM}", context())
    assert isinstance(delivery, Delivery)
    assert isinstance(delivery, Examinable)
    assert not delivery.keeps
