"""Which requests are calls of the API, and which go to the web routes."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest
from starlette.types import Receive, Scope, Send

from app.front import Front

TARGET = (b"x-amz-target", b"AWSCognitoIdentityProviderService.GetUser")


class Heard:
    """An application that remembers what reached it."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)


def send(
    method: str,
    path: str,
    headers: Sequence[tuple[bytes, bytes]] = (),
    public_url: str = "http://localhost:9229",
) -> tuple[bool, Scope]:
    """Send a request; return whether the API got it, and what it looked like there."""
    api, web = Heard(), Heard()
    scope: dict[str, Any] = {
        "type": "http",
        "method": method,
        "path": path,
        "root_path": "",
        "headers": list(headers),
    }

    asyncio.run(Front(api, web, public_url)(scope, None, None))  # type: ignore[arg-type]  # unused

    (arrived,) = api.scopes + web.scopes
    return bool(api.scopes), arrived


@pytest.mark.parametrize(
    ("method", "path", "headers", "is_call"),
    [
        ("POST", "/", [], True),
        ("POST", "/", [TARGET], True),
        ("POST", "/some/prefix", [TARGET], True),
        ("POST", "/outbox", [], False),
        ("GET", "/", [TARGET], False),
        ("GET", "/livez", [], False),
        ("DELETE", "/_dev/outbox", [], False),
    ],
)
def test_calls_are_told_from_pages(
    method: str, path: str, headers: list[tuple[bytes, bytes]], is_call: bool
) -> None:
    """POST on / is a call, and so is a POST anywhere that names an operation."""
    assert send(method, path, headers)[0] is is_call


@pytest.mark.parametrize(
    ("path", "root"),
    [("/auth/livez", "/auth"), ("/livez", ""), ("/authentic", "")],
)
def test_the_path_of_public_url_may_be_passed_on(path: str, root: str) -> None:
    """Under PUBLIC_URL with a path, routes are found whether or not the proxy keeps it."""
    _, scope = send("GET", path, public_url="https://id.example.com/auth")

    assert scope["root_path"] == root
