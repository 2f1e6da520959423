"""The e-mail of a message: what a mail program shows of it, and what nobody can add to it."""

from __future__ import annotations

from base64 import b64encode
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from adapters.delivery.smtp.letter import Letter, write
from adapters.delivery.smtp.mailbox import Mailbox, parse_mailbox
from domain.model.message import Message
from domain.ports.delivery import Refused
from tests.support.messages import message

SENDER = Mailbox(address="no-reply@acme.example", name="Acme")
HEADERS = [
    "From",
    "To",
    "Subject",
    "Date",
    "Message-ID",
    "Auto-Submitted",
    "Content-Type",
    "Content-Transfer-Encoding",
    "MIME-Version",
]
BREAKS = ["\r\n", "\n", "\r", "\0", "\x0b", "\x0c", "\x1c", "\x85", "\u2028", "\u2029"]


def read(letter: Letter) -> EmailMessage:
    """The e-mail as a mail program reads it."""
    return message_from_bytes(letter.content, policy=SMTP)


def written(given: Message) -> EmailMessage:
    """The e-mail of a message, read again."""
    return read(write(given, SENDER))


def test_an_email_says_who_to_whom_what_and_when() -> None:
    """Sender, recipient, subject, time and text are those of the message."""
    mail = written(message())
    assert mail["From"] == "Acme <no-reply@acme.example>"
    assert mail["To"] == "ann@example.com"
    assert mail["Subject"] == "Your verification code"
    assert mail["Date"] == "Thu, 01 Jan 2026 09:00:00 +0000"
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] is None
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content() == "Your verification code is 483920.\r\n"


def test_a_retry_is_the_same_email() -> None:
    """To the byte, with the same Message-ID, so that a receiver can drop the second one."""
    first, second = write(message(), SENDER), write(message(), SENDER)
    assert first == second
    assert read(first)["Message-ID"] == f"<{message().id}@acme.example>"
    assert read(write(message(id="2"), SENDER))["Message-ID"] == "<2@acme.example>"


def test_a_text_in_html_is_sent_as_html() -> None:
    """What the pool wrote as HTML is shown as HTML."""
    body = "<p>Grüße, your code is <b>483920</b></p>" + "<br>" * 500
    mail = written(message(body=body, is_html=True))
    assert mail.get_content_type() == "text/html"
    assert mail.get_content() == body + "\r\n"


def test_the_pools_own_addresses_are_shown() -> None:
    """From and Reply-To are the pool's; what bounces still goes to the operator."""
    letter = write(message(sender="Shop <hi@shop.example>", reply_to="help@shop.example"), SENDER)
    assert read(letter)["From"] == "Shop <hi@shop.example>"
    assert read(letter)["Reply-To"] == "help@shop.example"
    assert letter.sender == "no-reply@acme.example"


@pytest.mark.parametrize("broken", ["", "nobody", "a@b.example, c@d.example", "<>", "x <a@b> y"])
def test_a_pool_without_a_usable_address_has_the_operators(broken: str) -> None:
    """A From or Reply-To that is no single address is passed over."""
    mail = written(message(sender=broken, reply_to=broken))
    assert mail["From"] == "Acme <no-reply@acme.example>"
    assert mail["Reply-To"] is None


@pytest.mark.parametrize("end", BREAKS)
def test_a_subject_adds_no_header(end: str) -> None:
    """Whatever ends a line in it, a subject stays one header and the text stays the text."""
    hostile = f"Code{end}Bcc: eve@evil.example{end}{end}Other text"
    letter = write(message(subject=hostile), SENDER)
    mail = read(letter)
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert mail["Subject"].split() == ["Code", "Bcc:", "eve@evil.example", "Other", "text"]
    assert mail.get_content() == "Your verification code is 483920.\r\n"
    assert letter.content.count(b"\n") == letter.content.count(b"\r\n")


def test_a_subject_hides_nothing_in_an_encoded_word() -> None:
    """What looks encoded is shown as it stands, so that nobody decodes a header out of it."""
    mail = written(message(subject="=?utf-8?q?x=0D=0ABcc:_eve@evil.example?="))
    assert sorted(mail.keys()) == sorted(HEADERS)
    assert "\n" not in mail["Subject"]


def test_a_name_in_encoded_words_is_decoded() -> None:
    """Pools that name a sender for Amazon SES have its name encoded."""
    encoded = "=?UTF-8?B?" + b64encode("Zoë’s Läden".encode()).decode() + "?="
    mail = written(message(sender=f"{encoded} <hi@shop.example>"))
    assert mail["From"].addresses[0].display_name == "Zoë’s Läden"


@pytest.mark.parametrize("end", BREAKS)
def test_a_pools_sender_adds_no_header(end: str) -> None:
    """The pool's From and Reply-To stay one address each."""
    hostile = f"Shop{end}Bcc: eve@evil.example{end} <hi@shop.example>"
    mail = written(message(sender=hostile, reply_to=hostile))
    assert mail["Bcc"] is None
    assert [box.addr_spec for box in mail["From"].addresses] == ["hi@shop.example"]
    assert [box.addr_spec for box in mail["Reply-To"].addresses] == ["hi@shop.example"]


@pytest.mark.parametrize(
    "name",
    [
        'Shop", eve@evil.example, "x',
        "eve@evil.example,",
        "Ümläut, eve@evil.example",
        "=?utf-8?q?eve=40evil=2Eexample=2C?=",
        "=?utf-8?q?=3D=3Futf-8=3Fq=3Feve=40evil=2Eexample=2C=3F=3D?=",
        "=?utf-8?q?x=0D=0ABcc=3A_eve=40evil=2Eexample?=",
        "=?nonsense?q?eve=40evil=2Eexample=2C?=",
        "=?utf-8?b?####?=",
        "(comment) Shop",
        "Shop; group: eve@evil.example",
        "a" * 200 + "@b.example, " + "ü" * 80,
    ],
)
def test_a_name_is_only_a_name(name: str) -> None:
    """Nothing in a display name becomes an address."""
    mail = written(message(sender=f"{name} <hi@shop.example>"))
    assert [box.addr_spec for box in mail["From"].addresses] == ["hi@shop.example"]


@pytest.mark.parametrize(
    "to",
    [
        "",
        "ann",
        "ann@example.com,eve@evil.example",
        "ann@example.com eve@evil.example",
        "ann@example.com>\r\nRCPT TO:<eve@evil.example",
        "ann@example.com\nBcc: eve@evil.example",
        "ann@example.com\0",
        '"ann,"@example.com',
        "<ann@example.com>",
        "ann@example.com(eve@evil.example)",
        "group:ann@example.com;",
        "@relay.example:ann@example.com",
        "ann@eve@example.com",
        "ann..b@example.com",
        "ann@exa\u2028mple.com",
        "a" * 65 + "@example.com",
        "ann@" + "a" * 300,
        "ann@\u0301x.example",
    ],
)
def test_what_is_not_one_plain_address_gets_nothing(to: str) -> None:
    """An address with which anything else could be said is refused, in words without it."""
    with pytest.raises(Refused) as refusal:
        write(message(to=to), SENDER)
    assert str(refusal.value) == "not an address that mail can be sent to"


def test_names_of_domains_are_sent_in_ascii() -> None:
    """A domain in any script reaches every server, and ß stays what it is."""
    letter = write(message(to="ann@straße.example"), SENDER)
    assert letter.to == "ann@xn--strae-oqa.example"
    assert read(letter)["To"] == "ann@xn--strae-oqa.example"
    assert not letter.is_utf8


def test_an_address_beyond_ascii_is_marked() -> None:
    """Only a server that offers SMTPUTF8 may be given it."""
    letter = write(message(to="jörg@example.com"), SENDER)
    assert letter.is_utf8
    assert read(letter)["To"] == "jörg@example.com"


@pytest.mark.parametrize(
    "body",
    [
        "a\rb\nc\r\nd",
        ".\r\n.\r\nMAIL FROM:<eve@evil.example>\r\n",
        "a\n.\nQUIT\n",
        "\r\n\r\n--x",
        "\x00\x85\u2028",
    ],
)
def test_a_body_ends_no_email(body: str) -> None:
    """Lines of a body end in the one way that every server understands alike."""
    content = write(message(body=body), SENDER).content
    assert content.count(b"\r") == content.count(b"\n") == content.count(b"\r\n")
    assert max(map(len, content.split(b"\r\n"))) < 998
    assert content.isascii()


@pytest.mark.parametrize(
    ("text", "mailbox"),
    [
        ("a@b.example", Mailbox(address="a@b.example")),
        (" a@b.example ", Mailbox(address="a@b.example")),
        ("A B <a@b.example>", Mailbox(address="a@b.example", name="A B")),
        ('"A, \\"B\\"" <a@b.example>', Mailbox(address="a@b.example", name='A, "B"')),
        ("<a@localhost>", Mailbox(address="a@localhost")),
    ],
)
def test_mailboxes_are_read_in_both_forms(text: str, mailbox: Mailbox) -> None:
    """An address stands alone, or in angle brackets behind a name."""
    assert parse_mailbox(text) == mailbox


def test_an_email_shows_nothing_in_a_log() -> None:
    """What is printed of an e-mail on its way has neither address nor text."""
    assert "ann@" not in repr(write(message(), SENDER))
    assert "483920" not in repr(write(message(), SENDER))
