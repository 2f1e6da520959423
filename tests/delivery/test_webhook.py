"""Messages to a gateway over HTTP: signed, under one id, tried again or not."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.delivery import webhook
from adapters.delivery.webhook import WebhookDelivery
from domain.model.message import Channel
from domain.ports.delivery import Delivery, DeliveryContext, Refused, Undeliverable
from tests.support.fakes import FrozenClock
from tests.support.messages import CODE, TO, context, message
from tests.support.trigger_receiver import (
    SECRET,
    Receiver,
    Reply,
    byte_by_byte,
    hang_up,
    huge,
    raw,
    redirect,
)

OTHER = "whsec_" + base64.b64encode(bytes(range(100, 132))).decode()
CLOCK = FrozenClock()


@pytest.fixture(scope="module")
def shared() -> Iterator[Receiver]:
    """A gateway."""
    with Receiver(clock=CLOCK) as receiver:
        yield receiver


@pytest.fixture
def gateway(shared: Receiver) -> Receiver:
    """The gateway, which has seen nothing yet and takes everything."""
    shared.forget()
    shared.answer("*", raw("{}", 202))
    return shared


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for an answer for no longer than a test may take."""
    monkeypatch.setattr(webhook, "TIMEOUT_S", 0.3)


_made: list[WebhookDelivery] = []


@pytest.fixture(autouse=True)
def _ended() -> Iterator[None]:
    """End what a test's deliveries keep open."""
    yield
    for sending in _made:
        sending._http.close()
    _made.clear()


def delivery(url: str, channel: Channel = Channel.SMS) -> Delivery:
    """The delivery of a URL."""
    opened = webhook.open(url, DeliveryContext(channel=channel, clock=CLOCK))
    assert isinstance(opened, WebhookDelivery)
    _made.append(opened)
    return opened


def test_a_gateway_gets_a_signed_message(gateway: Receiver) -> None:
    """All that it needs is in the body, and the signature is that of Standard Webhooks."""
    sending = delivery(f"{gateway.url}?secret={SECRET}")
    sending.deliver(message(channel=Channel.SMS, to="+15550100", subject="s"))
    (delivered,) = gateway.deliveries
    assert gateway.refused == []
    assert delivered.event == {
        "id": message().id,
        "channel": "sms",
        "to": "+15550100",
        "purpose": "SignUp",
        "code": CODE,
        "subject": "s",
        "body": f"Your verification code is {CODE}.",
        "is_html": False,
        "user_pool_id": "us-east-1_Test00001",
        "username": "ann",
    }
    assert delivered.headers["content-type"] == "application/json"


def test_every_attempt_has_the_id_of_its_message(gateway: Receiver) -> None:
    """A gateway can drop what it has had: same id, same body, a time of its own."""
    sending = delivery(f"{gateway.url}?secret={SECRET}")
    gateway.answer("*", raw("{}", 503))
    with pytest.raises(Undeliverable):
        sending.deliver(message())
    CLOCK.advance(s=600)
    gateway.answer("*", raw("{}"))
    sending.deliver(message())
    first, second = gateway.deliveries
    assert gateway.refused == []
    assert first.headers["webhook-id"] == second.headers["webhook-id"] == message().id
    assert first.body == second.body
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert first.connection == second.connection


@pytest.mark.parametrize("status", [400, 403, 404, 409, 410, 413, 422])
def test_what_a_gateway_refuses_is_not_tried_again(gateway: Receiver, status: int) -> None:
    """It will not want the same message later."""
    gateway.answer("*", raw(f'{{"error": "{TO}"}}', status))
    with pytest.raises(Refused) as refusal:
        delivery(f"{gateway.url}?secret={SECRET}").deliver(message())
    assert str(refusal.value) == f"the gateway answered {status}"


@pytest.mark.parametrize("status", [301, 302, 307, 308, 401, 408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_tried_again(gateway: Receiver, status: int) -> None:
    """A redirect is not followed: it is no answer of the gateway that was named."""
    reply = redirect(gateway.url, status) if status < 400 else raw("{}", status)
    gateway.answer("*", reply)
    with pytest.raises(Undeliverable, match=f"the gateway answered {status}"):
        delivery(f"{gateway.url}?secret={SECRET}").deliver(message())
    assert len(gateway.deliveries) == 1


def test_of_an_answer_without_end_the_status_counts(gateway: Receiver) -> None:
    """A gateway that took a message and talks at length is not given it again."""
    gateway.answer("*", huge())
    delivery(f"{gateway.url}?secret={SECRET}").deliver(message())
    assert len(gateway.deliveries) == 1


@pytest.mark.parametrize("reply", [hang_up(), byte_by_byte()], ids=["end", "drip"])
def test_a_gateway_that_answers_badly_holds_nobody(
    gateway: Receiver, impatient: None, reply: Reply
) -> None:
    """No answer, and one that never ends: the message waits."""
    gateway.answer("*", reply)
    with pytest.raises(Undeliverable) as failure:
        delivery(f"{gateway.url}?secret={SECRET}").deliver(message())
    assert TO not in str(failure.value)
    assert CODE not in str(failure.value)


def test_a_gateway_that_is_down_is_told() -> None:
    """Nobody listens: the message waits."""
    with Receiver() as receiver:
        url = receiver.url
    with pytest.raises(Undeliverable, match="cannot be reached"):
        delivery(f"{url}?secret={SECRET}").deliver(message())


def test_the_rest_of_the_url_is_the_gateways(gateway: Receiver, tmp_path: Path) -> None:
    """Its own parameters reach it as they were written, and our secrets do not."""
    file = tmp_path / "secret"
    file.write_text(f"{OTHER}\n")
    opened = delivery(f"{gateway.url}?a=%2Fb+c&secret={SECRET}&d&secret_file={file}")
    assert isinstance(opened, WebhookDelivery)
    assert opened._url == f"{gateway.url}?a=%2Fb+c&d"
    opened.deliver(message())
    (delivered,) = gateway.deliveries
    assert gateway.refused == []
    assert len(delivered.headers["webhook-signature"].split(" ")) == 2


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://sms.example", "needs 1 to 2 of secret="),
        (f"https://sms.example?secret={SECRET}&secret={SECRET}&secret={OTHER}", "needs 1 to 2"),
        ("https://sms.example?secret=canary", "a signing secret is whsec_"),
        ("https://sms.example?secret=whsec_canary", "a signing secret is whsec_"),
        ("https://sms.example?secret_file=/no/such/file", "cannot read /no/such/file"),
        (f"https://?secret={SECRET}", "it names no host"),
        (f"https://user:canary@sms.example?secret={SECRET}", "it names a user"),
        (f"https://sms.example:canary?secret={SECRET}", "it is no URL"),
        (f"https://user:canary\u2100@sms.example?secret={SECRET}", "it is no URL"),
        (f"https://sms.example?secret={SECRET}#canary", "it has a fragment"),
        (f"https://sms.exämple/canary?secret={SECRET}", "characters that no URL has"),
    ],
)
def test_a_url_that_cannot_be_used_is_told_without_its_secrets(url: str, reason: str) -> None:
    """The start fails with a reason that shows nothing secret."""
    with pytest.raises(ValueError, match=reason) as refusal:
        webhook.open(url, context())
    assert "canary" not in str(refusal.value)
    assert SECRET not in str(refusal.value)
