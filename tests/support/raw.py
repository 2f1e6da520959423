"""Requests written by hand: one kept connection, and many of them sent at the same moment."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPResponse
from threading import Barrier
from typing import Any, Final, Self
from urllib.parse import urlsplit

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY

SERVICE: Final = "AWSCognitoIdentityProviderService"
CONTENT_TYPE: Final = "application/x-amz-json-1.1"
ROOT_KEY: Final = Credentials(ACCESS_KEY_ID, SECRET_ACCESS_KEY)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back: the status, the body as JSON (an empty object where there is none)."""

    status: int
    body: dict[str, Any] = field(default_factory=dict)

    @property
    def type(self) -> str:
        """The name of the error, "" for a success."""
        return str(self.body.get("__type", ""))

    @property
    def message(self) -> str:
        """The text of the error, "" for a success."""
        return str(self.body.get("message", "")) if self.type else ""


class Connection:
    """One kept connection to a server of this machine."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"
        self._http = HTTPConnection("127.0.0.1", port, timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def warm(self) -> None:
        """Connect, and get a process to serve the connection."""
        self._http.request("GET", "/livez")
        self._http.getresponse().read()

    def call(
        self, operation: str, body: Mapping[str, Any], *, sign: Credentials | None = None
    ) -> Answer:
        """Call an operation."""
        return self.post(json.dumps(body).encode(), target(operation), sign=sign)

    def post(
        self, body: bytes, headers: Mapping[str, str], *, sign: Credentials | None = None
    ) -> Answer:
        """POST bytes, signed where a key is given."""
        request = AWSRequest("POST", f"{self.url}/", headers=dict(headers), data=body)
        if sign is not None:
            SigV4Auth(sign, "cognito-idp", REGION).add_auth(request)
        self._http.request("POST", "/", body, dict(request.headers.items()))
        return _answer(self._http)


def target(operation: str) -> dict[str, str]:
    """Return the headers that name an operation."""
    return {"X-Amz-Target": f"{SERVICE}.{operation}", "Content-Type": CONTENT_TYPE}


def port_of(url: str) -> int:
    """Return the port of a URL that has one."""
    port = urlsplit(url).port
    if port is None:
        raise ValueError(url)
    return port


def at_once(
    ports: Sequence[int], count: int, act: Callable[[Connection, int], Answer]
) -> list[Answer]:
    """Run `act(connection, number)` `count` times at the same moment, the ports taken in turn."""
    barrier = Barrier(count)
    with ExitStack() as held, ThreadPoolExecutor(count) as threads:
        connections = [
            held.enter_context(Connection(ports[number % len(ports)])) for number in range(count)
        ]

        def run(number: int) -> Answer:
            connections[number].warm()
            barrier.wait(30)
            return act(connections[number], number)

        return list(threads.map(run, range(count)))


def _answer(http: HTTPConnection) -> Answer:
    response = http.getresponse()
    content = response.read()
    return Answer(status=response.status, body=json.loads(content) if content else {})


def exchange(port: int, data: bytes, timeout_s: float = 20) -> Answer:
    """Send bytes as they are and return the first answer, even if not all of them were taken."""
    with socket.create_connection(("127.0.0.1", port), timeout_s) as stream:
        with suppress(BrokenPipeError, ConnectionResetError):
            stream.sendall(data)
        response = HTTPResponse(stream)
        response.begin()
        content = response.read()
    is_json = response.headers.get("Content-Type", "") == CONTENT_TYPE
    return Answer(status=response.status, body=json.loads(content) if is_json else {})


def request_bytes(headers: Mapping[str, str], body: bytes) -> bytes:
    """Return a POST as it goes over the wire; Content-Length is added."""
    lines = {"Host": "127.0.0.1", **headers, "Content-Length": str(len(body))}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"POST / HTTP/1.1\r\n{head}\r\n".encode() + body
