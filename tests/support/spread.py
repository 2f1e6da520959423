"""A proxy on loopback that hands the requests of each connection to several servers in turn.

Even two requests on one kept connection reach different servers, so that a sign-in of two requests
always begins at one server and ends at another. Requests pass unchanged, Host included (it is
signed); bodies are told by Content-Length, as every client here sends them.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Coroutine, Iterator, Sequence
from contextlib import contextmanager, suppress
from threading import Event, Thread

Connection = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Spread:
    """Takes turns over servers that listen on `ports` of 127.0.0.1."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._turns = itertools.cycle(ports)
        self._open: set[asyncio.StreamWriter] = set()

    async def serve(self, port: int, listening: Event, stop: asyncio.Event) -> None:
        """Listen on `port` until told to stop."""
        server = await asyncio.start_server(self._client, "127.0.0.1", port, backlog=256)
        listening.set()
        await stop.wait()
        server.close()
        for writer in self._open:
            writer.close()

    async def _client(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        servers: dict[int, Connection] = {}
        self._open.add(writer)
        # A client that goes away in the middle has nothing to be told.
        with suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                request = await _message(reader)
                answer = await _message_from(await self._next(servers), request)
                writer.write(answer)
                await writer.drain()
        self._open.discard(writer)
        for _, upstream in servers.values():
            upstream.close()
        writer.close()

    async def _next(self, servers: dict[int, Connection]) -> Connection:
        port = next(self._turns)
        if port in servers and servers[port][0].at_eof():
            # The server has let go of a connection that nothing came over for a minute.
            servers.pop(port)[1].close()
        if port not in servers:
            servers[port] = await asyncio.open_connection("127.0.0.1", port)
        return servers[port]


async def _message_from(server: Connection, request: bytes) -> bytes:
    reader, writer = server
    writer.write(request)
    await writer.drain()
    return await _message(reader, bodiless=request.startswith(b"HEAD "))


async def _message(reader: asyncio.StreamReader, *, bodiless: bool = False) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    return head if bodiless else head + await reader.readexactly(_length(head))


def _length(head: bytes) -> int:
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length":
            return int(value)
    return 0


@contextmanager
def spread(port: int, servers: Sequence[int]) -> Iterator[None]:
    """Spread what arrives at `port` over the servers, as long as the context lasts."""
    loop = asyncio.new_event_loop()
    stop, listening = asyncio.Event(), Event()
    proxy = Spread(servers)
    thread = Thread(target=_run, args=(loop, proxy.serve(port, listening, stop)), daemon=True)
    thread.start()
    if not listening.wait(10):
        raise RuntimeError(f"the proxy does not listen on {port}")
    try:
        yield
    finally:
        loop.call_soon_threadsafe(stop.set)
        thread.join(10)


def _run(loop: asyncio.AbstractEventLoop, serving: Coroutine[None, None, None]) -> None:
    asyncio.set_event_loop(loop)
    try:
        loop.run_until_complete(serving)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(loop.shutdown_asyncgens())
    finally:
        loop.close()
