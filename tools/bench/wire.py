"""One keep-alive connection of the load generator: bytes out, one answer's body back."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Final

from tools.bench.failure import BenchFailure

_LENGTH: Final = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_OK: Final = b"HTTP/1.1 200"
_SHOWN: Final = 300


def request(operation: str, members: object, port: int) -> bytes:
    """Return a whole HTTP request that calls an operation unsigned."""
    body = json.dumps(members, separators=(",", ":")).encode()
    head = (
        "POST / HTTP/1.1\r\n"
        f"Host: localhost:{port}\r\n"
        "Content-Type: application/x-amz-json-1.1\r\n"
        f"X-Amz-Target: AWSCognitoIdentityProviderService.{operation}\r\n"
        "User-Agent: cognate-bench\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


class Connection(asyncio.Protocol):
    """One request at a time; anything but 200 fails the run."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._received = b""
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to write."""
        self._transport = transport  # type: ignore[assignment] # TCP connections are Transports

    def data_received(self, data: bytes) -> None:
        """Hand over the body once it is complete."""
        self._received += data
        head, found, body = self._received.partition(b"\r\n\r\n")
        length = _LENGTH.search(head) if found else None
        if length is None or len(body) < int(length[1]) or self._answer is None:
            return
        answer, self._answer, self._received = self._answer, None, b""
        if answer.done():
            return
        if head.startswith(_OK):
            answer.set_result(body)
        else:
            answer.set_exception(BenchFailure((head[:_SHOWN] + b" " + body[:_SHOWN]).decode()))

    def connection_lost(self, exc: Exception | None) -> None:
        """Fail the request that is waiting."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(BenchFailure(f"the server closed a connection: {exc}"))

    async def ask(self, request: bytes) -> bytes:
        """Send a request; return the body of its answer. Raises BenchFailure."""
        if self._transport is None or self._transport.is_closing():
            raise BenchFailure("the connection is closed")
        self._answer = self._loop.create_future()
        self._transport.write(request)
        return await self._answer

    def close(self) -> None:
        """Close the connection."""
        if self._transport is not None:
            self._transport.close()


async def connect(port: int) -> Connection:
    """Open a connection to a loopback port."""
    _, connection = await asyncio.get_running_loop().create_connection(
        Connection, "127.0.0.1", port
    )
    return connection
