"""The load generator: what it sends, what it takes for an answer, what it counts as latency."""

from __future__ import annotations

import asyncio
import json
import secrets
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest

from domain.crypto import srp
from tests.support import srp_client as independent
from tools.bench.failure import BenchFailure
from tools.bench.load import closed, opened, run
from tools.bench.scenarios import repeating
from tools.bench.srp_client import SrpClient
from tools.bench.wire import Connection, connect, request

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
Answering = Callable[[asyncio.StreamWriter], Awaitable[None]]


async def at_once(writer: asyncio.StreamWriter) -> None:
    """Answer."""
    writer.write(ANSWER)


@asynccontextmanager
async def serving(answer: Answering = at_once) -> AsyncIterator[int]:
    """A server that answers whatever comes in its own way; yields its port."""

    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r\n")[0])
            await reader.readexactly(length)
            await answer(writer)

    async def talk_until_the_end(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            await talk(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(talk_until_the_end, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1]


async def asked(answer: Answering) -> bytes:
    """What a connection takes for the answer to one request."""
    async with serving(answer) as port:
        line = await connect(port)
        try:
            return await line.ask(request("GetUser", {}, port))
        finally:
            line.close()


def test_a_request_names_its_operation_and_length() -> None:
    """What is sent is one HTTP request of the AWS JSON protocol."""
    head, _, body = request("GetUser", {"AccessToken": "é"}, 80).partition(b"\r\n\r\n")

    lines = head.decode().split("\r\n")
    assert lines[0] == "POST / HTTP/1.1"
    assert "X-Amz-Target: AWSCognitoIdentityProviderService.GetUser" in lines
    assert f"Content-Length: {len(body)}" in lines
    assert json.loads(body) == {"AccessToken": "é"}


def test_an_answer_may_come_in_pieces() -> None:
    """The body is handed over once it is complete, however it was cut."""

    async def drop_by_drop(writer: asyncio.StreamWriter) -> None:
        for at in range(len(ANSWER)):
            writer.write(ANSWER[at : at + 1])
            await writer.drain()
            await asyncio.sleep(0)

    assert run(asked(drop_by_drop)) == b"{}"


def test_a_refusal_fails_the_run() -> None:
    """A rate of refusals is no rate: the first one ends the run and shows itself."""

    async def refuse(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad\r\ncontent-length: 4\r\n\r\nnope")

    with pytest.raises(BenchFailure, match="nope"):
        run(asked(refuse))


def test_a_closed_connection_fails_the_run() -> None:
    """A server that goes away is told of, not waited for."""

    async def leave(writer: asyncio.StreamWriter) -> None:
        writer.close()

    with pytest.raises(BenchFailure, match="closed"):
        run(asked(leave))


def test_a_closed_loop_counts_every_answer() -> None:
    """As many operations are counted as the server answered."""
    answered = 0

    async def count(writer: asyncio.StreamWriter) -> None:
        nonlocal answered
        answered += 1
        writer.write(ANSWER)

    async def scene() -> int:
        async with serving(count) as port:
            operation = repeating([request("GetUser", {}, port)])
            return (await closed(port, operation, 3, 0.2)).operations

    assert run(scene()) == answered > 0


def test_an_open_loop_charges_a_stall_to_all_that_it_kept_waiting() -> None:
    """One stall of 0.5 s at 100 a second shows in some fifty latencies, not in one."""
    stalled = asyncio.Event()

    async def stall_once(writer: asyncio.StreamWriter) -> None:
        if not stalled.is_set():
            stalled.set()
            time.sleep(0.5)  # noqa: ASYNC251 - the whole server stands still
        writer.write(ANSWER)

    async def scene() -> list[float]:
        async with serving(stall_once) as port:
            return list(await opened(port, repeating([request("GetUser", {}, port)]), 100, 1))

    latencies = run(scene())

    assert len(latencies) == 100
    assert sum(latency > 100 for latency in latencies) >= 30


def test_an_open_loop_leaves_out_the_clients_own_work() -> None:
    """What the client says it was busy with is no latency of the server."""

    async def working(line: Connection, _number: int) -> float:
        await line.ask(request("GetUser", {}, 80))
        await asyncio.sleep(0.2)
        return 0.2

    async def scene() -> list[float]:
        async with serving() as port:
            return list(await opened(port, working, 20, 0.2))

    assert min(run(scene())) < 100


def test_an_open_loop_ends_with_the_first_failure() -> None:
    """A failing operation is raised, and nothing waits for the rest of the plan."""

    async def failing(_line: Connection, _number: int) -> float:
        raise BenchFailure("no")

    async def scene() -> None:
        async with serving() as port:
            await opened(port, failing, 50, 30)

    begun = time.monotonic()
    with pytest.raises(BenchFailure, match="no"):
        run(scene())
    assert time.monotonic() - begun < 20


def test_the_generators_srp_is_that_of_other_clients() -> None:
    """Twice in a row, since the second claim comes from what the first one kept."""
    secret, salt, block = secrets.randbits(256), "f0" + 15 * "1d", b"sealed attempt"
    server_public = format(pow(srp.G, secrets.randbits(256), srp.N), "x")
    ours = SrpClient("Pool00001", "ann", "Passw0rd!", secret)
    other = independent.SrpClient(
        prefix="Pool00001", identifier="ann", password="Passw0rd!", secret=secret
    )
    expected = other.claim(salt, server_public, block, "now")

    assert ours.public == other.public
    for _ in range(2):
        assert ours.claim(salt, server_public, "c2VhbGVkIGF0dGVtcHQ=", "now") == expected
