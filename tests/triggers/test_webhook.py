"""The kind `webhook` against a real receiver: what is sent, and what each answer means."""

from __future__ import annotations

import gzip
import hashlib
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Event
from typing import Final

import pytest
from standardwebhooks import Webhook

from adapters.egress import NAMED_BY_OPERATOR, Egress
from adapters.security.system import SystemClock
from adapters.standard_webhooks import parse_secret, signed_headers
from adapters.triggers import webhook
from adapters.triggers.answers import event_bytes
from adapters.triggers.entry import Entry
from adapters.triggers.target import TargetContext
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerNotJson,
    TriggerRefused,
    TriggerUnreachable,
)
from tests.support.fakes import FrozenClock, ListReporter, SeededEntropy
from tests.support.trigger_receiver import (
    SECRET,
    Answer,
    Receiver,
    Reply,
    byte_by_byte,
    function_error,
    hang_up,
    held,
    huge,
    raw,
    redirect,
)

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:vet"
OTHER_SECRET: Final = "whsec_ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A="
SOURCE: Final = "PreSignUp_SignUp"
EVENT: Final[Mapping[str, object]] = {
    "version": "1",
    "triggerSource": SOURCE,
    "region": "local",
    "userPoolId": "local_AbCdEf123",
    "userName": "alice",
    "callerContext": {
        "awsSdkVersion": "aws-sdk-unknown-unknown",
        "clientId": "1example23456789abcdefghij",
    },
    "request": {"userAttributes": {"email": "alice@example.com"}, "validationData": None},
    "response": {"autoConfirmUser": False, "autoVerifyEmail": False, "autoVerifyPhone": False},
}
"""The event of the vector in triggers.md 14.2."""

BODY: Final = event_bytes(TriggerEvent(trigger="PreSignUp", arn=ARN, event=EVENT))

SHORT_S: Final = 0.15
"""A time-out that a test can wait for."""


@dataclass(kw_only=True)
class Sender:
    """A webhook that sends to a receiver; time stands still but for its pauses."""

    receiver: Receiver
    clock: FrozenClock
    reporter: ListReporter = field(default_factory=ListReporter)
    egress: Egress = field(default_factory=lambda: Egress(NAMED_BY_OPERATOR, connections=4))

    def invoke(
        self,
        event: Mapping[str, object] = EVENT,
        *,
        waits: bool = True,
        timeout_s: float = 5.0,
        attempts: int = 3,
        given: Mapping[str, object] | None = None,
    ) -> Mapping[str, object]:
        """Invoke the function; `given` are keys of its entry instead of those of the receiver."""
        context = TargetContext(
            http=self.egress,
            clock=self.clock,
            entropy=SeededEntropy(),
            reporter=self.reporter,
            pause_s=lambda s: self.clock.advance(s=s * 10),
        )
        entry = Entry(
            arn=ARN,
            kind="webhook",
            timeout_s=timeout_s,
            attempts=attempts,
            given=given or {"url": self.receiver.url, "secret": self.receiver.secret},
        )
        told = TriggerEvent(trigger="PreSignUp", arn=ARN, event=event, waits=waits)
        return webhook.open(entry, context).invoke(told)

    @property
    def told(self) -> list[tuple[object, object]]:
        """Attempt and outcome of every line in the log."""
        return [(facts["attempt"], facts["outcome"]) for _, facts in self.reporter.events]


@pytest.fixture(scope="module")
def sender() -> Iterator[Sender]:
    """A sender and its receiver, used by one test after another."""
    clock = FrozenClock()
    with Receiver(clock=clock) as receiver:
        made = Sender(receiver=receiver, clock=clock)
        yield made
        made.egress.close()


@pytest.fixture(autouse=True)
def _anew(sender: Sender) -> None:
    sender.receiver.forget()
    sender.reporter.events.clear()


# --- what is sent -------------------------------------------------------------------------------


def test_the_vector_of_the_specification_is_signed_as_it_says() -> None:
    """Event, body and signature are those of triggers.md 14.2, byte for byte."""
    assert hashlib.sha256(BODY).hexdigest() == (
        "c3c6e25a740715cc48bf8ec4d1efbc6af72e8c32a32f54bff4f9451aed1ca82b"
    )
    key = parse_secret("whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")
    headers = signed_headers([key], "msg_2Lh9KRb0pzN4LePd3XiA4v12Axj", 1_700_000_000_000, BODY)
    assert headers["webhook-signature"] == "v1,3/cGLSnkEUjVBrIZl1lkqXgDzWF/7RWKuKc2wXa98Co="


def test_a_delivery_is_the_event_signed(sender: Sender) -> None:
    """The body is the event; the headers sign exactly it and say where it comes from."""
    event = {**EVENT, "userName": "Zoë"}
    sender.invoke(event)
    (delivery,) = sender.receiver.deliveries
    assert sender.receiver.refused == []
    assert delivery.event == event
    assert "Zoë".encode() in delivery.body
    assert delivery.headers["content-type"] == "application/json"
    assert delivery.headers["accept-encoding"] == "identity"
    assert delivery.headers["cognito-trigger-source"] == SOURCE
    assert delivery.headers["cognito-user-pool-id"] == "local_AbCdEf123"
    assert delivery.headers["webhook-timestamp"] == str(sender.clock.now_ms() // 1000)


def test_ids_are_new_with_every_invocation_and_free_of_dots(sender: Sender) -> None:
    """An id names one invocation, and nothing in it can be read as the timestamp."""
    sender.invoke()
    sender.invoke()
    ids = [delivery.headers["webhook-id"] for delivery in sender.receiver.deliveries]
    assert all(each.startswith("msg_") and "." not in each for each in ids)


def test_one_connection_carries_one_call_after_another(sender: Sender) -> None:
    """Connections are kept, so that a call costs no handshake."""
    for _ in range(3):
        sender.invoke()
    assert len({delivery.connection for delivery in sender.receiver.deliveries}) == 1


@pytest.mark.parametrize("place", ["secret", "secret_file"])
def test_two_secrets_make_two_signatures(
    sender: Sender, place: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """While one secret replaces another, receivers may know the one or the other."""
    secrets: object = [OTHER_SECRET, SECRET]
    if place == "secret_file":
        file = tmp_path_factory.mktemp("secrets") / "secrets"
        file.touch(mode=0o600)
        file.write_text(f"{OTHER_SECRET}\n{SECRET}\n")
        secrets = str(file)
    sender.invoke(given={"url": sender.receiver.url, place: secrets})
    (delivery,) = sender.receiver.deliveries
    assert sender.receiver.refused == []
    signatures = delivery.headers["webhook-signature"].split(" ")
    assert len(signatures) == 2
    sent = datetime.fromtimestamp(sender.clock.now_ms() // 1000, UTC)
    assert signatures == [
        Webhook(secret).sign(delivery.headers["webhook-id"], sent, delivery.body.decode())
        for secret in (OTHER_SECRET, SECRET)
    ]


def test_deliveries_pass_the_package_as_it_is() -> None:
    """With the real time the package `standardwebhooks` accepts what is sent."""
    now_ms = SystemClock().now_ms()
    headers = signed_headers([parse_secret(SECRET)], "msg_1", now_ms, BODY)
    assert Webhook(SECRET).verify(BODY, dict(headers)) == EVENT


# --- answers ------------------------------------------------------------------------------------


def test_the_response_of_the_answer_is_returned(sender: Sender) -> None:
    """Members that the function sets come back, those that it leaves stay neutral."""
    sender.receiver.answer(SOURCE, autoConfirmUser=True)
    assert sender.invoke() == {
        "autoConfirmUser": True,
        "autoVerifyEmail": False,
        "autoVerifyPhone": False,
    }


def test_only_the_response_of_an_answer_is_read(sender: Sender) -> None:
    """Names and requests in an answer are nobody's business."""
    sender.receiver.answer(SOURCE, raw(json.dumps({"response": {"a": 1}, "userName": "mallory"})))
    assert sender.invoke() == {"a": 1}


SILENT: Final = {**EVENT, "response": {}}
"""An event of a trigger that has nothing to answer."""


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=200, headers={}),
        Reply(status=204, headers={}),
        raw("{}"),
        raw("[]"),
        raw(json.dumps(SILENT)),
        raw('"done"'),
        raw("{}", content_type="application/vnd.hook+json; charset=utf-8"),
    ],
)
def test_where_nothing_is_to_be_said_any_answer_does(sender: Sender, reply: Reply) -> None:
    """A trigger without response members takes an empty answer, and any JSON."""
    sender.receiver.answer(SOURCE, reply)
    assert sender.invoke(SILENT) == {}


@pytest.mark.parametrize(
    "reply", [raw("thanks", 202, "text/plain"), Reply(status=204, headers={}), huge()]
)
def test_what_nobody_waits_for_has_only_to_be_taken(sender: Sender, reply: Reply) -> None:
    """Custom senders may answer what they like, as long as it is a success."""
    sender.receiver.answer(SOURCE, reply)
    assert sender.invoke(waits=False) == {}


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (function_error("Domain not allowed"), "Domain not allowed"),
        (function_error(""), ""),
        (raw('{"errorMessage": "no", "errorType": "X"}', 403), "no"),
        (raw('{"errorMessage": "no"}', 422, "application/problem+json"), "no"),
        (raw('{"errorMessage": {"code": 7}}', 400), "Unhandled"),
        (raw('{"errorMessage": null}', 400), "Unhandled"),
        (raw(r'{"errorMessage": "cut \ud83d"}', 400), "cut \ud83d"),
    ],
)
def test_a_function_that_raises_is_quoted_and_not_asked_again(
    sender: Sender, reply: Reply, text: str
) -> None:
    """4xx with an errorMessage is the function's own answer."""
    sender.receiver.answer(SOURCE, reply)
    with pytest.raises(TriggerRefused) as refused:
        sender.invoke()
    assert str(refused.value) == text
    assert sender.told == [(1, "refused")]


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=200),
        Reply(status=204, headers={}),
        raw("null"),
        raw("not json"),
        raw('{"response": {}'),
        raw('{"response": {"a": 1}, "response": {"a": 2}}'),
        raw('{"response": {"a": {"b": 1, "b": 1}}}'),
        raw("[" * 100_000 + "]" * 100_000),
        raw(b"\xff\xfe"),
        raw('{"response": {}}', content_type="text/html"),
        Reply(body=b'{"response": {}}', headers={}),
        Reply(
            body=gzip.compress(b'{"response": {}}'),
            headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
        ),
        Reply(
            body=b"no gzip at all",
            headers={"Content-Type": "application/json", "Content-Encoding": "gzip"},
        ),
    ],
)
def test_what_is_no_json_is_told_as_that(sender: Sender, reply: Reply) -> None:
    """Nothing, null, text, other types and packed bodies are no JSON, and are not asked again."""
    sender.receiver.answer(SOURCE, reply)
    with pytest.raises(TriggerNotJson):
        sender.invoke()
    assert sender.told == [(1, "garbled")]


@pytest.mark.parametrize(
    "reply",
    [
        raw("[]"),
        raw('"text"'),
        raw("1"),
        raw("{}"),
        raw(json.dumps({**EVENT, "response": None})),
        raw(json.dumps({**EVENT, "response": []})),
        raw(json.dumps({**EVENT, "response": "autoConfirmUser"})),
        raw('{"errorMessage": "with a status of success"}'),
        huge(),
    ],
)
def test_json_that_is_no_answer_is_garbled(sender: Sender, reply: Reply) -> None:
    """JSON without an object `response`, or too much of it, is not recognised."""
    sender.receiver.answer(SOURCE, reply)
    with pytest.raises(TriggerGarbled) as garbled:
        sender.invoke()
    assert not isinstance(garbled.value, TriggerNotJson)
    assert sender.told == [(1, "garbled")]


# --- failures -----------------------------------------------------------------------------------

FAILED: Final = "invocation failed due to error ServiceException."
TIMED_OUT: Final = "invocation failed due to error Socket timeout while invoking Lambda function."
THROTTLED: Final = "invocation failed due to error TooManyRequestsException."
DENIED: Final = "invocation failed due to error AccessDeniedException."
CONFIGURATION: Final = "invocation failed due to configuration."

PASSING: Final[Mapping[str, tuple[Callable[[], Answer], str]]] = {
    "500": (lambda: raw("oops", 500, "text/plain"), FAILED),
    "503 with an error": (lambda: raw('{"errorMessage": "no"}', 503), FAILED),
    "500 at length": (lambda: huge(status=500), FAILED),
    "429": (lambda: raw('{"errorMessage": "slow down"}', 429), THROTTLED),
    "closed": (hang_up, FAILED),
    "silent": (lambda: held(Event()), TIMED_OUT),
    "byte by byte": (byte_by_byte, TIMED_OUT),
}


@pytest.mark.parametrize("fault", PASSING)
def test_a_failure_that_may_pass_is_tried_three_times(sender: Sender, fault: str) -> None:
    """All attempts have one id, and each its own timestamp and signature."""
    answer, text = PASSING[fault]
    sender.receiver.answer(SOURCE, answer())
    with pytest.raises(TriggerUnreachable) as failed:
        sender.invoke(timeout_s=SHORT_S)
    assert str(failed.value) == text
    deliveries = sender.receiver.wait_for(3)
    assert sender.receiver.refused == []
    assert sender.told == [(1, "unreachable"), (2, "unreachable"), (3, "unreachable")]
    for name, different in (
        ("webhook-id", 1),
        ("webhook-timestamp", 3),
        ("webhook-signature", 3),
    ):
        assert len({each.headers[name] for each in deliveries}) == different
    assert {each.body for each in deliveries} == {BODY}


def test_what_nobody_waits_for_is_tried_once(sender: Sender) -> None:
    """It lies in the outbox, which tries again; a courier's thread is not held meanwhile."""
    sender.receiver.answer(SOURCE, raw("", 502))
    with pytest.raises(TriggerUnreachable):
        sender.invoke(waits=False)
    assert sender.told == [(1, "unreachable")]


@pytest.mark.parametrize(
    ("reply", "text"),
    [
        (redirect("http://169.254.169.254/latest/meta-data"), CONFIGURATION),
        (redirect("/elsewhere", 302), CONFIGURATION),
        (redirect("/elsewhere", 308), CONFIGURATION),
        (raw("{}", 404), CONFIGURATION),
        (raw("{}", 410), CONFIGURATION),
        (raw("{}", 401), DENIED),
        (raw("{}", 403), DENIED),
        (raw("{}", 400), FAILED),
        (raw('{"message": "no"}', 400), FAILED),
        (raw('"errorMessage"', 400), FAILED),
        (raw("[" * 100_000, 400), FAILED),
        (raw('{"errorMessage": "no JSON by its type"}', 400, "text/plain"), FAILED),
    ],
)
def test_what_will_not_pass_is_not_tried_again(sender: Sender, reply: Reply, text: str) -> None:
    """Redirects are not followed, and neither they nor refusals of the server are repeated."""
    sender.receiver.answer(SOURCE, reply)
    with pytest.raises(TriggerUnreachable) as failed:
        sender.invoke()
    assert str(failed.value) == text
    assert len(sender.receiver.deliveries) == 1


def test_a_second_attempt_may_succeed(sender: Sender) -> None:
    """A server that was away for a moment costs nothing but the moment."""
    replies = iter((raw("", 502), {"autoConfirmUser": True}))
    sender.receiver.answer(SOURCE, lambda _: next(replies))
    assert sender.invoke()["autoConfirmUser"] is True
    assert sender.told == [(1, "unreachable"), (2, "ok")]


def test_a_refused_connection_is_a_failure(sender: Sender) -> None:
    """Where nobody listens every attempt is spent at once."""
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        with pytest.raises(TriggerUnreachable, match="ServiceException"):
            sender.invoke(given={"url": url, "secret": SECRET})
    assert sender.told == [(1, "unreachable"), (2, "unreachable"), (3, "unreachable")]


def test_attempts_are_as_many_as_the_entry_says(sender: Sender) -> None:
    """With `attempts = 1` a failure is final."""
    sender.receiver.answer(SOURCE, raw("", 500))
    with pytest.raises(TriggerUnreachable):
        sender.invoke(attempts=1)
    assert sender.told == [(1, "unreachable")]


# --- the log ------------------------------------------------------------------------------------


def test_the_log_has_a_line_for_each_attempt_and_no_secret(sender: Sender) -> None:
    """A line names the call and how it went; nothing of event, answer or secret (SEC-70)."""
    event = {**EVENT, "request": {"password": "canary-1", "code": "canary-2"}}
    sender.receiver.answer(SOURCE, function_error("canary-3"))
    with pytest.raises(TriggerRefused):
        sender.invoke(event)
    ((name, facts),) = sender.reporter.events
    (delivery,) = sender.receiver.deliveries
    duration_ms = facts.pop("duration_ms")
    assert isinstance(duration_ms, int)
    assert duration_ms >= 0
    assert (name, facts) == (
        "trigger",
        {
            "trigger": "PreSignUp",
            "source": SOURCE,
            "arn": ARN,
            "pool_id": "local_AbCdEf123",
            "attempt": 1,
            "outcome": "refused",
            "error": None,
            "webhook_id": delivery.headers["webhook-id"],
        },
    )
