"""The limits of HTTP, on a raw socket against uvicorn with httptools."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest

from adapters.api.limits import BODY_BYTES_MAX, HEADERS_MAX
from tests.api.stage import Stage, echo, serving

HEAD = "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: AWSCognitoIdentityProviderService."
GET_USER = f"{HEAD}GetUser\r\n"
GOOD = f'{GET_USER}Content-Length: 19\r\n\r\n{{"AccessToken":"a"}}'


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    """A running server with one operation."""
    stage = Stage({"GetUser": echo})
    with serving(stage.app()) as number:
        yield number
    stage.close()


class Connection:
    """A client that writes bytes and reads whole answers."""

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=5)
        self._buffer = b""

    def send(self, data: str | bytes) -> None:
        self._socket.sendall(data if isinstance(data, bytes) else data.encode("latin-1"))

    def answer(self) -> tuple[int, dict[str, str], bytes]:
        """Read one answer: status, headers and body."""
        while b"\r\n\r\n" not in self._buffer:
            self._read()
        head, self._buffer = self._buffer.split(b"\r\n\r\n", 1)
        first, *lines = head.decode("latin-1").split("\r\n")
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        length = int(headers.get("content-length", 0))
        while len(self._buffer) < length:
            self._read()
        body, self._buffer = self._buffer[:length], self._buffer[length:]
        return int(first.split()[1]), headers, body

    def is_closed(self) -> bool:
        return not self._socket.recv(1)

    def _read(self) -> None:
        data = self._socket.recv(65_536)
        if not data:
            raise ConnectionError("closed before the answer was complete")
        self._buffer += data

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def client(port: int) -> Iterator[Connection]:
    """A connection; afterwards the server must still answer a good request."""
    connection = Connection(port)
    yield connection
    connection.close()
    after = Connection(port)
    after.send(GOOD)
    assert after.answer()[0] == 200
    after.close()


def refused(client: Connection) -> str:
    """The name with which the request just sent was refused."""
    status, headers, body = client.answer()
    assert status == 400
    assert headers["x-amzn-requestid"]
    return str(json.loads(body)["__type"])


def test_good_requests_are_answered_with_a_date(client: Connection) -> None:
    """A good request is served, with Date, request id and length."""
    client.send(GOOD)
    status, headers, body = client.answer()

    assert (status, body) == (200, b'{"AccessToken":"a"}')
    assert headers["date"].endswith("GMT")
    assert headers["x-amzn-requestid"]


def test_connections_are_kept(client: Connection) -> None:
    """Several requests go over one connection, refusals in between."""
    for _ in range(2):
        client.send(GOOD)
        assert client.answer()[0] == 200
        client.send(f"{GET_USER}Content-Length: 2\r\n\r\n{{}}")
        assert refused(client) == "InvalidParameterException"


def test_h12_too_large_bodies_are_refused(client: Connection) -> None:
    """H12: a body that is announced above the limit is refused, and the rest is not kept."""
    body = b'{"AccessToken":"a"}'.ljust(2_000_000)
    client.send(f"{GET_USER}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    assert refused(client) == "SerializationException"


def test_h12_too_large_chunked_bodies_are_cut_off(client: Connection) -> None:
    """H12: a body without a length is cut off while it is read."""
    client.send(f'{GET_USER}Transfer-Encoding: chunked\r\n\r\n13\r\n{{"AccessToken":"a"}}\r\n')
    for _ in range(32):
        client.send(b"10000\r\n" + b" " * 65_536 + b"\r\n")
    client.send(b"0\r\n\r\n")

    assert refused(client) == "SerializationException"


def test_bodies_at_the_limit_are_read(client: Connection) -> None:
    """A body of exactly the limit is served."""
    body = b'{"AccessToken":"a"}'.ljust(BODY_BYTES_MAX)
    client.send(f"{GET_USER}Content-Length: {len(body)}\r\n\r\n".encode() + body)

    assert client.answer()[0] == 200


def test_chunked_bodies_are_read(client: Connection) -> None:
    """A body in chunks is put together."""
    client.send(f"{GET_USER}Transfer-Encoding: chunked\r\n\r\n")
    client.send(b'8\r\n{"Access\r\nb\r\nToken":"a"}\r\n0\r\n\r\n')

    assert client.answer()[2] == b'{"AccessToken":"a"}'


def test_h13_compressed_bodies_are_refused(client: Connection) -> None:
    """H13: Content-Encoding is refused, so that no body can unfold."""
    client.send(f"{GET_USER}Content-Encoding: gzip\r\nContent-Length: 2\r\n\r\n{{}}")

    assert refused(client) == "SerializationException"


def test_h15_a_target_must_be_named(client: Connection) -> None:
    """H15: without X-Amz-Target there is no operation."""
    client.send("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}")

    assert refused(client) == "UnknownOperationException"


def test_h17_two_lengths_are_refused(client: Connection) -> None:
    """H17: Content-Length with Transfer-Encoding is refused and the connection closed."""
    client.send(
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"
        "0\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: b\r\n\r\n"
    )
    status, _, _ = client.answer()

    assert status == 400
    assert client.is_closed()


def test_h18_two_targets_are_refused(client: Connection) -> None:
    """H18: with two X-Amz-Target headers nobody can say which one was authorised."""
    second = "X-Amz-Target: AWSCognitoIdentityProviderService.ListUsers\r\n"
    client.send(f"{GET_USER}{second}Content-Length: 2\r\n\r\n{{}}")

    assert refused(client) == "SerializationException"


@pytest.mark.parametrize("hosts", ["", "Host: a\r\nHost: b\r\n"])
def test_host_must_be_there_once(client: Connection, hosts: str) -> None:
    """No Host, or two of them, are refused."""
    client.send(f"POST / HTTP/1.1\r\n{hosts}Content-Length: 2\r\n\r\n{{}}")

    assert refused(client) == "SerializationException"


def test_too_many_headers_are_refused(client: Connection) -> None:
    """More than a hundred headers are refused."""
    extra = "".join(f"X-{number}: a\r\n" for number in range(HEADERS_MAX))
    client.send(f"{GET_USER}{extra}Content-Length: 2\r\n\r\n{{}}")

    assert refused(client) == "SerializationException"


def test_too_large_headers_are_refused(client: Connection) -> None:
    """A header block above 32 KiB is refused, though the parser takes it."""
    client.send(f"{GET_USER}X-Big: {'a' * 33_000}\r\nContent-Length: 2\r\n\r\n{{}}")

    assert refused(client) == "SerializationException"


def test_a_client_that_leaves_is_forgotten(port: int, client: Connection) -> None:
    """Half a body and a closed connection leave the server as it was."""
    half = Connection(port)
    half.send(f"{GET_USER}Content-Length: 100\r\n\r\n{{")
    half.close()

    client.send(GOOD)
    assert client.answer()[0] == 200
