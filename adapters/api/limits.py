"""Limits of HTTP itself (SEC-57), as a pure ASGI layer, and the bounded reading of bodies.

uvicorn's parser lets through an absent or second Host, headers of any size and repeats of
X-Amz-Target; two layers that read different copies would authorise one call and run another.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from starlette.types import ASGIApp, Receive, Scope, Send

from adapters.api.problems import refusal
from adapters.api.send import send_answer
from domain.errors import SerializationException
from domain.ports.entropy import Entropy

HEADERS_MAX: Final = 100
HEADER_BYTES_MAX: Final = 32 * 1024
BODY_BYTES_MAX: Final = 1024 * 1024

# Name, colon, space, CR and LF, beside the name and value that are counted.
_LINE_EXTRA: Final = 4


class Limits:
    """Refuses requests whose headers are too many, too large or ambiguous."""

    def __init__(self, app: ASGIApp, *, entropy: Entropy) -> None:
        self._app = app
        self._entropy = entropy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        fault = header_fault(scope["headers"]) if scope["type"] == "http" else None
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await send_answer(send, refusal(SerializationException(fault), self._entropy.uuid()))


def header_fault(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """Return what is wrong with a header block, None when nothing is."""
    count = size = hosts = targets = 0
    for name, value in headers:
        count += 1
        size += len(name) + len(value) + _LINE_EXTRA
        if name == b"host":
            hosts += 1
        elif name == b"x-amz-target":
            targets += 1
        elif name == b"content-encoding":
            # A body that need not be unpacked cannot be a decompression bomb.
            return "Content-Encoding is not supported."
    if count > HEADERS_MAX or size > HEADER_BYTES_MAX:
        return "The request headers are too large."
    if hosts != 1:
        return "The request must have one Host header."
    return "The request has more than one X-Amz-Target header." if targets > 1 else None


class Disconnected(Exception):
    """The client went away before its body was complete."""


async def read_body(receive: Receive, announced: bytes | None) -> bytes:
    """Return the body; `announced` is Content-Length.

    Raises SerializationException as soon as the body is known to be too large, whether it was
    announced or comes in chunks, and Disconnected.
    """
    if announced is not None and announced.isdigit() and int(announced) > BODY_BYTES_MAX:
        raise _too_large()
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            raise Disconnected
        part = message.get("body", b"")
        size += len(part)
        if size > BODY_BYTES_MAX:
            raise _too_large()
        parts.append(part)
        if not message.get("more_body", False):
            return parts[0] if len(parts) == 1 else b"".join(parts)


def _too_large() -> SerializationException:
    return SerializationException(f"The request body is larger than {BODY_BYTES_MAX} bytes.")
