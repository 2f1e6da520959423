"""The kind `lambda`: what is sent to the Invoke API, and what its answers mean."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Final

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from adapters.egress import NAMED_BY_OPERATOR, Answer, Egress, NoAnswer, TimedOut
from adapters.triggers import lambda_invoke
from adapters.triggers.answers import event_bytes
from adapters.triggers.entry import BadEntry, Entry
from adapters.triggers.target import Http, Target, TargetContext
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerNotJson,
    TriggerRefused,
    TriggerUnreachable,
)
from tests.support.fakes import MORNING_MS, FrozenClock, ListReporter, SeededEntropy

ARN: Final = "arn:aws:lambda:eu-west-1:123456789012:function:vet"
URL: Final = "http://lambda.test:9000"
EVENT: Final[Mapping[str, object]] = {
    "version": "1",
    "triggerSource": "PreSignUp_SignUp",
    "userPoolId": "us-east-1_Demo00001",
    "request": {"userAttributes": {}},
    "response": {"autoConfirmUser": False},
}
TOLD: Final[Mapping[str, object]] = {**EVENT, "response": {}}
"""An event of a trigger that has nothing to answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request as a server sees it."""

    url: str
    headers: Mapping[str, str]
    body: bytes
    timeout_s: float


class ScriptedServer:
    """Answers requests in turn as it was told, the last answer again and again."""

    def __init__(self, *answers: Answer | Exception) -> None:
        self._answers = list(answers)
        self.sent: list[Sent] = []

    def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, timeout_s: float
    ) -> Answer:
        self.sent.append(Sent(url=url, headers=headers, body=body, timeout_s=timeout_s))
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


def says(said: object, status: int = 200, /, **headers: str) -> Answer:
    """An answer of JSON, or of bytes as they are."""
    body = said if isinstance(said, bytes) else json.dumps(said).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status=status, headers=named, body=body)


ECHO: Final = says(EVENT)
PLAIN: Final = {"content_type": "text/plain; charset=utf-8"}


def target(server: Http, given: Mapping[str, object]) -> Target:
    """What an entry with these keys opens."""
    context = TargetContext(
        http=server,
        clock=FrozenClock(),
        entropy=SeededEntropy(),
        reporter=ListReporter(),
        pause_s=lambda _: None,
    )
    entry = Entry(arn="*", kind="lambda", given={"url": URL, **given})
    return lambda_invoke.open(entry, context)


def invoked(
    server: Http,
    event: Mapping[str, object] = EVENT,
    *,
    arn: str = ARN,
    waits: bool = True,
    given: Mapping[str, object] | None = None,
) -> Mapping[str, object]:
    """What comes of an invocation."""
    told = TriggerEvent(trigger="PreSignUp", arn=arn, event=event, waits=waits)
    return target(server, given or {}).invoke(told)


# --- what is sent -------------------------------------------------------------------------------


def test_the_event_is_posted_to_the_function_of_the_arn() -> None:
    """The body is the event, the path names the function, and its response comes back."""
    server = ScriptedServer(says({**EVENT, "response": {"autoConfirmUser": True}}))

    assert invoked(server) == {"autoConfirmUser": True}

    (sent,) = server.sent
    assert sent.url == f"{URL}/2015-03-31/functions/vet/invocations"
    assert json.loads(sent.body) == EVENT
    assert sent.headers == {
        "Content-Type": "application/json",
        "X-Amz-Invocation-Type": "RequestResponse",
    }


@pytest.mark.parametrize(
    ("arn", "given", "path"),
    [
        (f"{ARN}:live", {}, "/vet/invocations?Qualifier=live"),
        (f"{ARN}:7", {}, "/vet/invocations?Qualifier=7"),
        (f"{ARN}:live", {"function": "function"}, "/function/invocations"),
        ("arn:aws:lambda:eu-west-1:123456789012:vet", {}, "/vet/invocations"),
        (f"{ARN[:-3]}a.b-c_7", {}, "/a.b-c_7/invocations"),
        (ARN, {"function": "a/b"}, "/a%2Fb/invocations"),
        (ARN, {"url": f"{URL}/base/"}, "/vet/invocations"),
    ],
)
def test_the_arn_names_a_function_and_nothing_else(
    arn: str, given: dict[str, str], path: str
) -> None:
    """An alias or version is the qualifier, and the entry's own name wins."""
    server = ScriptedServer(ECHO)

    invoked(server, arn=arn, given=given)

    base = given.get("url", URL).rstrip("/")
    assert server.sent[0].url == f"{base}/2015-03-31/functions{path}"


NO_FUNCTIONS: Final = (
    f"{ARN[:-3]}..",
    f"{ARN[:-3]}a/../b",
    f"{ARN[:-3]}a@b",
    ARN.replace("lambda", "s3"),
    ARN.replace(":function:", ":layer:"),
    f"{ARN.replace(':function:', ':layer:')}:1",
    ARN.replace("function:vet", "function:"),
    "arn:aws:lambda:eu-west-1:123456789012:event-source-mapping:vet",
)


@pytest.mark.parametrize("arn", NO_FUNCTIONS)
@pytest.mark.parametrize("given", [{}, {"access_key_id": "A", "secret_access_key": "s"}])
def test_what_is_no_function_is_not_invoked(arn: str, given: dict[str, str]) -> None:
    """Layers, things of other services, and names that could lead elsewhere are sent nowhere."""
    server = ScriptedServer(ECHO)

    with pytest.raises(TriggerUnreachable, match="configuration"):
        invoked(server, arn=arn, given=given)

    assert not server.sent


def test_nobody_waits_for_a_custom_sender() -> None:
    """It is invoked as an event, and 202 without a body is all that is expected."""
    server = ScriptedServer(says(b"", 202))

    assert invoked(server, TOLD, waits=False) == {}
    assert server.sent[0].headers["X-Amz-Invocation-Type"] == "Event"


def test_invocations_are_signed_where_there_is_a_key(tmp_path: Path) -> None:
    """The signature is botocore's for the service `lambda`, in the region of the ARN."""
    secret = tmp_path / "secret"
    secret.write_text("wJalrXUtnFEMI\n")
    secret.chmod(0o600)
    server = ScriptedServer(ECHO)
    given = {"access_key_id": "AKIAEXAMPLE", "secret_access_key_file": str(secret)}

    invoked(server, given=given)
    invoked(server, given={**given, "region": "us-west-2"})

    here, there = server.sent
    stamp = datetime.fromtimestamp(MORNING_MS / 1000, UTC).strftime("%Y%m%dT%H%M%SZ")
    assert here.headers["X-Amz-Date"] == stamp
    assert here.headers["Authorization"] == _signature_of_botocore(here, "eu-west-1", stamp)
    assert there.headers["Authorization"] == _signature_of_botocore(there, "us-west-2", stamp)


def test_a_signature_survives_the_wire() -> None:
    """The real client sends each signed header once and as it was signed, the host above all."""
    seen: list[tuple[str, Sequence[tuple[str, str]]]] = []

    class Noting(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            seen.append((self.path, self.headers.items()))
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    key = {"access_key_id": "AKIAEXAMPLE", "secret_access_key": "wJalrXUtnFEMI"}
    with HTTPServer(("127.0.0.1", 0), Noting) as server:
        thread = Thread(target=server.handle_request)
        thread.start()
        with closing(Egress(NAMED_BY_OPERATOR, connections=1)) as egress:
            url = f"http://127.0.0.1:{server.server_port}"
            invoked(egress, arn=f"{ARN}:live", given={**key, "url": url})
        thread.join()

    ((path, headers),) = seen
    sent = Sent(url=url + path, headers=dict(headers), body=event_body(), timeout_s=5)
    assert [name.lower() for name, _ in headers].count("host") == 1
    assert sent.headers["Host"] == url.removeprefix("http://")
    assert sent.headers["Authorization"] == _signature_of_botocore(
        sent, "eu-west-1", sent.headers["X-Amz-Date"]
    )


def event_body() -> bytes:
    """The event as it is sent."""
    return event_bytes(TriggerEvent(trigger="PreSignUp", arn=ARN, event=EVENT))


def _signature_of_botocore(sent: Sent, region: str, stamp: str) -> str:
    headers = {name: sent.headers[name] for name in ("Content-Type", "X-Amz-Invocation-Type")}
    request = AWSRequest("POST", sent.url, {**headers, "X-Amz-Date": stamp}, sent.body)
    request.context["timestamp"] = stamp
    signer = SigV4Auth(Credentials("AKIAEXAMPLE", "wJalrXUtnFEMI"), "lambda", region)
    text = signer.string_to_sign(request, signer.canonical_request(request))
    names = signer.signed_headers(signer.headers_to_sign(request))
    return (
        f"AWS4-HMAC-SHA256 Credential={signer.scope(request)}, SignedHeaders={names},"
        f" Signature={signer.signature(text, request)}"
    )


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"url": "ftp://host"}, "url: it does not begin with https:// or http://"),
        ({"access_key_id": "AKIA"}, "access_key_id and secret_access_key belong together"),
        ({"secret_access_key": "x"}, "access_key_id and secret_access_key belong together"),
        ({"function": 7}, "function: not a text of 1 to 4096 characters"),
        ({"qualifier": "live"}, "qualifier: unknown key"),
    ],
)
def test_an_entry_that_is_wrong_says_so(given: dict[str, object], reason: str) -> None:
    """A bad entry stops the start, with its reason and without its secret."""
    with pytest.raises(BadEntry) as refused:
        target(ScriptedServer(ECHO), given)

    assert reason in refused.value.reasons


# --- what the answers mean ----------------------------------------------------------------------

ERROR: Final = {"errorMessage": "Email domain not allowed", "errorType": "Error", "trace": []}


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (says(ERROR, x_amz_function_error="Unhandled"), "Email domain not allowed"),
        (says(ERROR, x_amz_function_error="Handled"), "Email domain not allowed"),
        (says(ERROR, **PLAIN), "Email domain not allowed"),
        (says({"errorMessage": ""}, x_amz_function_error="Unhandled"), ""),
        (says(b"", x_amz_function_error="Unhandled"), "Unhandled"),
        (says({"errorMessage": {"a": 1}}, x_amz_function_error="Unhandled"), "Unhandled"),
        (says({"errorType": "Runtime.ExitError"}, **PLAIN), "Unhandled"),
        (says({"errorMessage": "cut \ud83d"}, x_amz_function_error="Unhandled"), "cut \ud83d"),
        (says({"errorMessage": "cut \ud83d"}, **PLAIN), "cut \ud83d"),
        (
            says(
                {"errorMessage": "2026-01-01 id Task timed out after 3.00 seconds"},
                x_amz_function_error="Unhandled",
            ),
            "2026-01-01 id Task timed out after 3.00 seconds",
        ),
    ],
)
@pytest.mark.parametrize("event", [EVENT, TOLD])
def test_a_function_that_raised_is_not_asked_again(
    answer: Answer, text: str, event: Mapping[str, object]
) -> None:
    """Marked or not, its text is told as it is, after one attempt."""
    server = ScriptedServer(answer)

    with pytest.raises(TriggerRefused) as refused:
        invoked(server, event)

    assert str(refused.value) == text
    assert len(server.sent) == 1


def test_an_event_that_speaks_of_errors_is_an_event() -> None:
    """A function may add members to what it gives back, `errorMessage` among them."""
    answer = says({**EVENT, "errorMessage": None, "response": {"autoConfirmUser": True}})

    assert invoked(ScriptedServer(answer)) == {"autoConfirmUser": True}


SOCKET: Final = "invocation failed due to error Socket timeout while invoking Lambda function."
CONFIGURATION: Final = "invocation failed due to configuration."


def due_to(name: str) -> str:
    """The text of a named failure."""
    return f"invocation failed due to error {name}."


@pytest.mark.parametrize(
    ("answer", "text", "attempts"),
    [
        (says(b"Task timed out after 3.00 seconds", **PLAIN), SOCKET, 3),
        (TimedOut(), SOCKET, 3),
        (NoAnswer("refused"), due_to("ServiceException"), 3),
        (says({"Type": "User"}, 429), due_to("TooManyRequestsException"), 3),
        (says({"Type": "Service"}, 500), due_to("ServiceException"), 3),
        (
            says({}, 502, x_amzn_errortype="InvalidRuntimeException:http://aws"),
            due_to("InvalidRuntimeException"),
            3,
        ),
        (says({}, 404, x_amzn_errortype="ResourceNotFoundException"), CONFIGURATION, 1),
        (says(b"404 page not found", 404), CONFIGURATION, 1),
        (
            says({"__type": "com.amazonaws#AccessDeniedException"}, 403),
            due_to("AccessDeniedException"),
            1,
        ),
        (says({"message": "no"}, 403), due_to("AccessDeniedException"), 1),
        (
            says({"__type": "x#RequestTooLargeException"}, 413),
            due_to("RequestTooLargeException"),
            1,
        ),
        (says(b"", 302, location="http://169.254.169.254/"), CONFIGURATION, 1),
        (says({"__type": "<b>no name</b>"}, 400), due_to("ServiceException"), 1),
    ],
)
def test_a_function_that_is_not_reached_says_why(
    answer: Answer | Exception, text: str, attempts: int
) -> None:
    """What may pass is tried three times; a missing or forbidden function is not."""
    server = ScriptedServer(answer)

    with pytest.raises(TriggerUnreachable) as failure:
        invoked(server)

    assert str(failure.value) == text
    assert len(server.sent) == attempts


def test_a_later_attempt_may_succeed() -> None:
    """After a throttled and a silent one the third answers."""
    server = ScriptedServer(says({}, 429), TimedOut(), ECHO)

    assert invoked(server) == {"autoConfirmUser": False}


@pytest.mark.parametrize("event", [EVENT, TOLD])
@pytest.mark.parametrize("body", [b"", b"null", b"not json", b"{"])
def test_what_is_no_json_is_no_answer(body: bytes, event: Mapping[str, object]) -> None:
    """Not even where nothing is to be said: an empty answer is a process that has ended."""
    with pytest.raises(TriggerNotJson):
        invoked(ScriptedServer(says(body, **PLAIN)), event)


@pytest.mark.parametrize("said", [[], "text", 7, {}, {"response": None}, {"response": []}])
def test_what_is_no_event_is_not_recognised(said: object) -> None:
    """JSON without a response is garbled, and taken where there is nothing to say."""
    with pytest.raises(TriggerGarbled) as failure:
        invoked(ScriptedServer(says(said)))

    assert not isinstance(failure.value, TriggerNotJson)
    assert invoked(ScriptedServer(says(said)), TOLD) == {}
