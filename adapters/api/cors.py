"""CORS, as the outermost layer: preflights cost nothing, and no answer goes without the headers.

The API takes no cookies, so every origin may read it and credentials are never allowed (ruling
34). An answer without these headers, an error above all, reaches a browser application as a mere
"network error". Pages, the outbox and the development paths are not open.
"""

from __future__ import annotations

from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from adapters.api.problems import Answer
from adapters.api.send import send_answer

MAX_AGE_S: Final = 172_800
ECHO_BYTES_MAX: Final = 4_096

_ORIGIN: Final = (b"access-control-allow-origin", b"*")
_EXPOSED: Final = (
    b"access-control-expose-headers",
    b"x-amzn-RequestId, x-amzn-ErrorType, x-amzn-ErrorMessage, Date, Retry-After",
)


class Cors:
    """Answers preflights and adds the headers to what is open.

    Open are POST (the API and its errors, wherever a configured endpoint points) and everything
    under a `.well-known`; closed again is what begins with one of `closed`.
    """

    def __init__(self, app: ASGIApp, *, closed: tuple[str, ...] = ("/outbox", "/_dev")) -> None:
        self._app = app
        self._closed = closed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a preflight; pass anything else on."""
        if scope["type"] != "http" or not self._is_open(scope["method"], scope["path"]):
            await self._app(scope, receive, send)
        elif scope["method"] == "OPTIONS":
            await send_answer(send, preflight(scope))
        else:
            await self._app(scope, receive, _with_headers(send))

    def _is_open(self, method: str, path: str) -> bool:
        if path.startswith(self._closed):
            return False
        return method in ("POST", "OPTIONS") or "/.well-known/" in path


def preflight(scope: Scope) -> Answer:
    """Return the answer to OPTIONS: whatever headers are asked for may be sent."""
    methods = b"GET" if "/.well-known/" in scope["path"] else b"POST"
    headers = [
        _ORIGIN,
        (b"access-control-allow-methods", methods),
        (b"access-control-max-age", str(MAX_AGE_S).encode()),
        (b"content-length", b"0"),
    ]
    for name, value in scope["headers"]:
        if name == b"access-control-request-headers" and len(value) <= ECHO_BYTES_MAX:
            headers.append((b"access-control-allow-headers", value))
        elif name == b"access-control-request-private-network" and value == b"true":
            headers.append((b"access-control-allow-private-network", b"true"))
    return Answer(200, headers, b"")


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            message = {**message, "headers": [*message.get("headers", ()), _ORIGIN, _EXPOSED]}
        await send(message)

    return sending
