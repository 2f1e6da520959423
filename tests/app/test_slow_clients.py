"""Clients that send slowly or not at all lose their connection (SEC-76)."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from app import patient_protocol
from app.patient_protocol import PatientProtocol
from tests.support.ports import free_port

HEADERS_S = 0.4
BODY_S = 0.8
UPLOAD_S = 1.6
REQUEST = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n"


async def echo(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer with the body once it is complete."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            return
        body, more = body + message["body"], message["more_body"]
    headers = [(b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A server with short limits, in a thread of this process."""
    chosen = free_port()
    patch = pytest.MonkeyPatch()
    patch.setattr(patient_protocol, "HEADERS_S", HEADERS_S)
    patch.setattr(patient_protocol, "BODY_S", BODY_S)
    patch.setattr(patient_protocol, "UPLOAD_S", UPLOAD_S)
    config = uvicorn.Config(
        echo,
        port=chosen,
        http=PatientProtocol,
        ws="none",
        lifespan="off",
        log_config=None,
        timeout_graceful_shutdown=1,
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield chosen
    server.should_exit = True
    thread.join()
    patch.undo()


async def closed_after(port: int, *pieces: bytes, pause_s: float = 0.0) -> tuple[float, bytes]:
    """Send the pieces; return after how long the server closed, and what it said."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    started = time.monotonic()
    said = asyncio.create_task(reader.read())
    ended_s: list[float] = []
    said.add_done_callback(lambda _: ended_s.append(time.monotonic()))
    for piece in pieces:
        writer.write(piece)
        await asyncio.sleep(pause_s)
        if said.done():
            break
    answer = await asyncio.wait_for(said, 10)
    writer.close()
    return ended_s[0] - started, answer


def run(port: int, *pieces: bytes, pause_s: float = 0.0) -> tuple[float, bytes]:
    """The same, from outside of an event loop."""
    return asyncio.run(closed_after(port, *pieces, pause_s=pause_s))


def test_a_silent_connection_is_closed(port: int) -> None:
    """Who connects and says nothing is sent away after the time for headers."""
    elapsed, said = run(port)

    assert HEADERS_S - 0.1 < elapsed < HEADERS_S + 0.5
    assert said == b""


def test_half_a_header_is_not_waited_for(port: int) -> None:
    """Single bytes of a header do not extend the time for all of it."""
    elapsed, said = run(port, *[bytes([byte]) for byte in REQUEST[:20]], pause_s=0.1)

    assert HEADERS_S - 0.1 < elapsed < HEADERS_S + 0.5
    assert said == b""


def test_the_first_byte_buys_no_time(port: int) -> None:
    """The time for headers begins with the connection, not with what is said late."""
    elapsed, _ = run(port, b"", REQUEST[:20], pause_s=HEADERS_S * 0.75)

    assert elapsed < HEADERS_S * 1.5


def test_half_a_body_is_not_waited_for(port: int) -> None:
    """A body that does not come is waited for as long as a body may take."""
    elapsed, said = run(port, REQUEST + b"a")

    assert BODY_S - 0.1 < elapsed < BODY_S + 0.5
    assert said == b""


def test_later_requests_of_a_connection_are_watched_too(port: int) -> None:
    """After a good request half of a second one closes the connection as well."""
    elapsed, said = run(port, REQUEST + b"ab", REQUEST[:20], pause_s=0.1)

    assert said.endswith(b"\r\n\r\nab")
    assert elapsed < HEADERS_S + 0.6


def test_an_honest_client_is_not_hurried(port: int) -> None:
    """Requests that arrive in time are answered, however many share a connection."""

    async def three() -> list[bytes]:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        answers = []
        for _ in range(3):
            writer.write(REQUEST + b"ab")
            await reader.readuntil(b"\r\n\r\n")
            answers.append(await reader.readexactly(2))
            await asyncio.sleep(HEADERS_S + 0.2)
        writer.close()
        return answers

    assert asyncio.run(three()) == [b"ab"] * 3


def test_a_file_of_users_may_take_longer(port: int) -> None:
    """The file of an import job has more time than any other body, but not for ever."""
    upload = REQUEST.replace(b"POST /", b"PUT /us-east-1_Demo00001/imports/import-1")
    elapsed_s, answer = run(port, upload)

    assert answer == b""
    assert UPLOAD_S - 0.1 < elapsed_s < UPLOAD_S + 2

    elapsed_s, answer = run(port, REQUEST.replace(b"POST /", b"PUT /imports"))
    assert elapsed_s < UPLOAD_S - 0.1
