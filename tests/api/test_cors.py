"""CORS: preflights, the headers on every answer, and what is not open."""

from __future__ import annotations

import json

import pytest
from starlette.responses import PlainTextResponse
from starlette.routing import Route, Router
from starlette.types import Receive, Scope, Send

from adapters.api.cors import Cors
from tests.api.stage import Answer, Stage, echo, respond, run


async def never(scope: Scope, receive: Receive, send: Send) -> None:
    """An application that must not be reached."""
    raise AssertionError("a preflight went on to the application")


def text(_: object) -> PlainTextResponse:
    """A page."""
    return PlainTextResponse("page")


APP = Cors(
    Router(
        [
            Route("/", text, methods=["GET", "POST"]),
            Route("/pool/.well-known/jwks.json", text),
            Route("/outbox", text, methods=["GET", "POST"]),
            Route("/_dev/outbox", text),
        ]
    )
)


def ask(app: Cors, method: str, path: str, **headers: str) -> Answer:
    """Send one request without body."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return run(lambda: respond(app, b"", named, method=method, path=path))


def test_preflights_are_answered_at_once() -> None:
    """OPTIONS is answered in the outermost layer, and whatever is asked for is allowed."""
    asked = "amz-sdk-invocation-id,cache-control,content-type,x-amz-target,x-my-own"

    answer = ask(
        Cors(never),
        "OPTIONS",
        "/",
        Origin="https://app.example",
        Access_Control_Request_Method="POST",
        Access_Control_Request_Headers=asked,
        Access_Control_Request_Private_Network="true",
    )

    assert (answer.status, answer.body) == (200, b"")
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["access-control-allow-methods"] == "POST"
    assert answer.headers["access-control-allow-headers"] == asked
    assert answer.headers["access-control-max-age"] == "172800"
    assert answer.headers["access-control-allow-private-network"] == "true"


def test_private_network_is_only_answered_when_asked() -> None:
    """The header about private networks is not volunteered."""
    answer = ask(Cors(never), "OPTIONS", "/")

    assert "access-control-allow-private-network" not in answer.headers


def test_endless_header_lists_are_not_echoed() -> None:
    """A list of headers of any length is not sent back."""
    answer = ask(Cors(never), "OPTIONS", "/", Access_Control_Request_Headers="a," * 5_000)

    assert "access-control-allow-headers" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/"),
        ("POST", "/nowhere"),
        ("GET", "/pool/.well-known/jwks.json"),
        ("GET", "/pool/.well-known/none"),
    ],
)
def test_every_open_answer_has_the_headers(method: str, path: str) -> None:
    """API, keys and discovery may be read by any origin, a 404 or 405 as well."""
    answer = ask(APP, method, path)

    assert answer.headers["access-control-allow-origin"] == "*"
    assert "x-amzn-RequestId" in answer.headers["access-control-expose-headers"]


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/"), ("GET", "/outbox"), ("POST", "/outbox"), ("GET", "/_dev/outbox")],
)
def test_pages_are_not_open(method: str, path: str) -> None:
    """Pages, the outbox and the development paths send no such header."""
    assert not [n for n in ask(APP, method, path).headers if n.startswith("access-control")]


def test_preflights_of_closed_paths_are_not_answered_here() -> None:
    """OPTIONS on a closed path gets no permission."""
    answer = ask(APP, "OPTIONS", "/_dev/outbox")

    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("origin", ["https://app.example", "null"])
def test_credentials_are_never_allowed(origin: str) -> None:
    """No answer allows credentials or names an origin (SEC-50)."""
    for method, path in (("OPTIONS", "/"), ("POST", "/"), ("GET", "/pool/.well-known/jwks.json")):
        headers = ask(APP, method, path, Origin=origin).headers

        assert "access-control-allow-credentials" not in headers
        assert headers["access-control-allow-origin"] == "*"


def test_errors_of_the_api_are_readable() -> None:
    """A refusal and a failure both carry the headers, or a browser shows a network error."""
    stage = Stage({"GetUser": echo})

    refusal = stage.call("GetUser", {})
    unknown = stage.call("Nope", {})
    broken = stage.post(json.dumps([]).encode(), {"content-encoding": "gzip"})
    stage.close()

    for answer in (refusal, unknown, broken):
        assert answer.status == 400
        assert answer.headers["access-control-allow-origin"] == "*"
