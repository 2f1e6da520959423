"""A function that does not answer, and the sign-ins that wait for it."""

from __future__ import annotations

import asyncio
import base64
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from tools.bench.failure import BenchFailure
from tools.bench.wire import connect

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:bench-slow"
SIGN_INS: Final = 100
_REACHED_S: Final = 4.0
"""Less than the server waits for a function."""
_SECRET_BYTES: Final = 32


def trigger(port: int) -> str:
    """Return the triggers file that sends the function's events to a port of this machine."""
    secret = base64.b64encode(os.urandom(_SECRET_BYTES)).decode()
    return (
        f'[[trigger]]\narn = "{ARN}"\nurl = "http://127.0.0.1:{port}/"\nsecret = "whsec_{secret}"\n'
    )


@asynccontextmanager
async def sign_ins(port: int, function_port: int, request: bytes) -> AsyncIterator[None]:
    """Have so many sign-ins hang on the function meanwhile; all of them must succeed after it.

    Raises BenchFailure if one does not get there, or does not hang until the end.
    """
    function = _Function()
    server = await asyncio.start_server(function.answer, "127.0.0.1", function_port)
    lines = [await connect(port) for _ in range(SIGN_INS)]
    asked = [asyncio.ensure_future(line.ask(request)) for line in lines]
    try:
        await function.reached(SIGN_INS)
        yield
        if any(each.done() for each in asked):
            raise BenchFailure("a sign-in did not wait for its trigger")
        function.answers.set()
        await asyncio.gather(*asked)
    finally:
        function.answers.set()
        for each in asked:
            each.cancel()
        for line in lines:
            line.close()
        server.close()
        await function.close()


class _Function:
    """Reads events, and returns each as it is, but not before it is told to answer."""

    def __init__(self) -> None:
        self.answers = asyncio.Event()
        self._events = asyncio.Semaphore(0)
        self._writers: set[asyncio.StreamWriter] = set()

    async def close(self) -> None:
        """Close every connection that the server keeps open."""
        for writer in self._writers:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._writers))

    async def reached(self, times: int) -> None:
        """Return when so many events are here. Raises BenchFailure."""
        try:
            async with asyncio.timeout(_REACHED_S):
                for _ in range(times):
                    await self._events.acquire()
        except TimeoutError:
            raise BenchFailure("not every sign-in reached its trigger") from None

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection, which may bring one event after the other."""
        self._writers.add(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                event = await reader.readexactly(_length(head))
                self._events.release()
                await self.answers.wait()
                writer.write(
                    b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
                    b"content-length: %d\r\n\r\n%b" % (len(event), event)
                )
        except asyncio.IncompleteReadError:
            pass  # one of both sides has closed the connection, which was not needed any more
        finally:
            writer.close()


def _length(head: bytes) -> int:
    for line in head.lower().split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name == b"content-length":
            return int(value)
    raise BenchFailure("an event came without Content-Length")
