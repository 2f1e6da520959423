"""A wire without a service behind it: the real endpoint over operations that a test names."""

from __future__ import annotations

import asyncio
import contextlib
import json
import socket
import threading
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast

import uvicorn
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from fastapi import FastAPI
from starlette.routing import Route
from starlette.types import ASGIApp, Message

from adapters.api.call import Call
from adapters.api.cors import Cors
from adapters.api.endpoint import Endpoint, Place
from adapters.api.lanes import Lanes
from adapters.api.limits import Limits
from adapters.api.policy import EVERYTHING
from adapters.api.rates import Rates
from adapters.api.record import Record
from adapters.api.sigv4 import Credential
from adapters.api.wire.table import OPERATIONS
from domain.errors import UnknownOperationException
from domain.model.identifiers import Secret
from tests.support.fakes import FrozenClock, SeededEntropy

REGION = "us-east-1"
ACCOUNT = "000000000000"
POOL = "us-east-1_Demo00001"
CLIENT = "1demo000000000000000client"
HOST = "localhost:9229"
TARGET = "AWSCognitoIdentityProviderService."

ROOT = Credential(key_id="local", secret=Secret("local"), policy=EVERYTHING)

Operation = Callable[[Call, Any], Any]


Members = dict[str, Any]
T = TypeVar("T")


def unnamed(call: Call, request: Members) -> Members:
    """Stand in for every operation that a test does not name."""
    del call, request
    raise UnknownOperationException("the test does not name it")


def echo(call: Call, request: Members) -> Members:
    """An operation that answers with its request."""
    return request


def answering(response: object) -> Operation:
    """An operation that answers always the same."""
    return lambda *_: response


def noting(calls: list[Call]) -> Operation:
    """An operation that remembers what it was called with."""

    def operation(call: Call, request: Members) -> None:
        calls.append(call)

    return operation


def raising(error: Exception) -> Operation:
    """An operation that fails."""

    def operation(call: Call, request: Members) -> None:
        raise error

    return operation


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Members:
        return cast("Members", json.loads(self.body))

    @property
    def type(self) -> str:
        return cast("str", self.json["__type"])


@dataclass
class Stage:
    """The endpoint with its layers, the records it wrote, and ways to call it."""

    operations: Mapping[str, Operation]
    credentials: Mapping[str, Credential] = field(default_factory=lambda: {"local": ROOT})
    lanes: Lanes = field(default_factory=lambda: Lanes.of_worker(cores=1, hash_ms=20))
    clock: FrozenClock = field(default_factory=lambda: FrozenClock(time.time_ns() // 1_000_000))
    records: list[Record] = field(default_factory=list)
    services: Any = None
    rates: Rates | None = None

    def app(self) -> ASGIApp:
        endpoint = Endpoint(
            operations=cast("Any", {**dict.fromkeys(OPERATIONS, unnamed), **self.operations}),
            services=self.services,
            find=self.credentials.get,
            clock=self.clock,
            entropy=SeededEntropy(),
            lanes=self.lanes,
            place=Place(region=REGION, account_id=ACCOUNT),
            log=self.records.append,
            rates=self.rates,
        )
        app = FastAPI(routes=[Route("/", endpoint, methods=["POST"])])
        return Cors(Limits(app, entropy=SeededEntropy(1)))

    def call(self, operation: str, request: object, **headers: str) -> Answer:
        """Call an operation as an SDK would that does not sign."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return self.post(json.dumps(request).encode(), {"X-Amz-Target": TARGET + operation} | named)

    def signed(self, operation: str, request: object, key_id: str = "local") -> Answer:
        """Call an operation signed by botocore, with the secret that is the key's id."""
        return self.post(*signed_request(operation, request, key_id, key_id))

    def post(self, body: bytes, headers: Mapping[str, str], query: str = "") -> Answer:
        """Send bytes."""
        return asyncio.run(respond(self.app(), body, headers, query=query))

    def close(self) -> None:
        self.lanes.close()


async def respond(
    app: ASGIApp,
    body: bytes,
    headers: Mapping[str, str],
    *,
    query: str = "",
    method: str = "POST",
    path: str = "/",
) -> Answer:
    """Drive an ASGI application with one request."""
    sent: list[Message] = []
    raw = [(b"host", HOST.encode())] if "host" not in {name.lower() for name in headers} else []
    raw += [(name.lower().encode(), value.encode("latin-1")) for name, value in headers.items()]
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query.encode(),
        "headers": raw,
        "client": ("192.0.2.7", 50_000),
        "server": ("127.0.0.1", 9229),
        "scheme": "http",
        "http_version": "1.1",
        "state": {},
    }

    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: Message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    return _answer(sent)


def _answer(sent: list[Message]) -> Answer:
    headers = {name.decode(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in sent[1:])
    return Answer(sent[0]["status"], headers, body)


def signed_request(
    operation: str, request: object, key_id: str, secret: str, region: str = REGION
) -> tuple[bytes, dict[str, str]]:
    """Body and headers as botocore signs them, at this moment."""
    body = json.dumps(request).encode()
    headers = {
        "X-Amz-Target": TARGET + operation,
        "Content-Type": "application/x-amz-json-1.1",
    }
    aws = AWSRequest("POST", f"http://{HOST}/", data=body, headers=headers)
    SigV4Auth(Credentials(key_id, secret), "cognito-idp", region).add_auth(aws)
    return body, dict(aws.headers.items())


def run(work: Callable[[], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine function to its end."""
    return asyncio.run(work())


@contextlib.contextmanager
def serving(app: ASGIApp) -> Iterator[int]:
    """Serve the application with uvicorn and httptools on a free loopback port; yield the port."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, http="httptools", loop="uvloop", lifespan="off", log_config=None)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        while not server.started:
            time.sleep(0.01)
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
