"""A real receiver of trigger calls on loopback: it remembers, verifies, and answers as it is told.

    with Receiver() as receiver:
        receiver.answer("PreSignUp_SignUp", autoConfirmUser=True)
        ...
        assert receiver.sources() == ["PreSignUp_SignUp"]

What is not told otherwise is answered with the event as it came. Every delivery is checked by the
package `standardwebhooks`; one that does not pass is answered with 401 and remembered as such.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Condition, Event, Thread
from types import TracebackType
from typing import Any, Final, Protocol, Self

from standardwebhooks import Webhook, WebhookVerificationError

SECRET: Final = "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
WAIT_S: Final = 20.0
"""The longest that anything here waits; a test that comes to it has failed."""


class Clock(Protocol):
    """The clock by which deliveries are dated."""

    def now_ms(self) -> int: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One request as it came; names of headers are in lower case."""

    headers: Mapping[str, str]
    body: bytes
    event: dict[str, Any]
    connection: int
    """The port that it came from: the same for all that came on one connection."""

    @property
    def source(self) -> str:
        """`triggerSource` of the event; "" of a message to a gateway."""
        source: str = self.event.get("triggerSource", "")
        return source


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer word for word, and what may go wrong with it."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=lambda: {"Content-Type": "application/json"})
    after: Event | None = None
    """Nothing is answered before this is set, or the receiver ends."""
    chunks: Callable[[Receiver], Iterator[bytes]] | None = None
    """Sends these instead of all of the above, and closes."""


Answer = Reply | Mapping[str, object] | Callable[[dict[str, Any]], "Reply | Mapping[str, object]"]
"""Members of `response`, a Reply, or what makes one of an event."""


def raw(body: bytes | str, status: int = 200, content_type: str = "application/json") -> Reply:
    """Return an answer with this body."""
    data = body.encode() if isinstance(body, str) else body
    return Reply(status=status, body=data, headers={"Content-Type": content_type})


def function_error(message: str, kind: str = "Error") -> Reply:
    """Return what a function that raised answers."""
    return raw(json.dumps({"errorMessage": message, "errorType": kind}), 400)


def redirect(location: str, status: int = 307) -> Reply:
    """Return a redirect."""
    return Reply(status=status, headers={"Location": location})


def held(until: Event, reply: Reply | None = None) -> Reply:
    """Return an answer that comes when the test sets `until`."""
    given = reply or raw("{}")
    return Reply(status=given.status, body=given.body, headers=given.headers, after=until)


def hang_up() -> Reply:
    """Return no answer: the connection is closed (with a reset)."""
    return Reply(chunks=lambda _: iter(()))


def huge(length: int = 5_000_000, status: int = 200) -> Reply:
    """Return an answer of so many bytes, which is JSON if it is read to its end."""
    return raw(b'{"response": {}, "padding": "' + b"x" * length + b'"}', status)


def byte_by_byte(every_s: float = 0.02) -> Reply:
    """Return an answer that never ends and of which a byte comes now and then."""

    def drip(receiver: Receiver) -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 9999\r\n\r\n{"
        while not receiver.ending.wait(every_s):
            yield b" "

    return Reply(chunks=drip)


class Receiver:
    """The server. `clock` is given where the sender's is not the real one."""

    def __init__(self, secret: str = SECRET, clock: Clock | None = None) -> None:
        self.secret = secret
        self.deliveries: list[Delivery] = []
        self.refused: list[str] = []
        """Why deliveries did not verify."""
        self.ending = Event()
        self._webhook = Webhook(secret)
        self._clock = clock
        self._answers: dict[str, Answer] = {}
        self._arrived = Condition()
        self._server = _Server(self)
        self._thread = Thread(
            target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True
        )

    @property
    def url(self) -> str:
        """Where triggers are sent to."""
        return f"http://127.0.0.1:{self._server.server_port}/trigger"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ending.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, source: str, answer: Answer | None = None, /, **response: object) -> None:
        """Answer events of a source ("*" for all others) so; keywords are members of `response`."""
        self._answers[source] = response if answer is None else answer

    def forget(self) -> None:
        """Begin anew: no delivery was seen and no answer is told."""
        self.deliveries.clear()
        self.refused.clear()
        self._answers.clear()

    def sources(self) -> list[str]:
        """Return `triggerSource` of every delivery, in order."""
        return [delivery.source for delivery in self.deliveries]

    def wait_for(self, count: int) -> list[Delivery]:
        """Wait until so many deliveries have come."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.deliveries) >= count, WAIT_S)
            return list(self.deliveries)

    def entry(self, arn: str = "*", **more: object) -> str:
        """Return the table of TRIGGERS_FILE that sends functions of `arn` here."""
        told = {"arn": arn, "url": self.url, "secret": self.secret, **more}
        return "\n".join(["[[trigger]]", *(f"{k} = {json.dumps(v)}" for k, v in told.items()), ""])

    def receive(self, headers: Mapping[str, str], body: bytes, connection: int) -> Reply:
        """Take a delivery and return its answer."""
        delivery = Delivery(
            headers=headers, body=body, event=json.loads(body), connection=connection
        )
        fault = self._fault(headers, body)
        with self._arrived:
            self.deliveries.append(delivery)
            if fault:
                self.refused.append(fault)
            self._arrived.notify_all()
        if fault:
            return raw("{}", 401)
        answer = self._answers.get(delivery.source, self._answers.get("*", {}))
        if callable(answer):
            answer = answer(delivery.event)
        if isinstance(answer, Reply):
            return answer
        response = {**delivery.event["response"], **answer}
        return raw(json.dumps({**delivery.event, "response": response}))

    def _fault(self, headers: Mapping[str, str], body: bytes) -> str | None:
        try:
            if self._clock is None:
                self._webhook.verify(body, dict(headers))
            else:
                self._verify_as_of(self._clock.now_ms(), headers, body)
        except (WebhookVerificationError, KeyError, ValueError) as failure:
            return repr(failure)
        return None

    def _verify_as_of(self, now_ms: int, headers: Mapping[str, str], body: bytes) -> None:
        """Verify as the package does, which knows no clock but that of the machine."""
        sent_s = int(headers["webhook-timestamp"])
        if abs(now_ms // 1000 - sent_s) > 300:
            raise ValueError("the timestamp is too old or too new")
        sent = datetime.fromtimestamp(sent_s, UTC)
        expected = self._webhook.sign(headers["webhook-id"], sent, body.decode())
        if expected not in headers["webhook-signature"].split(" "):
            raise ValueError("no signature is right")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 256

    def __init__(self, receiver: Receiver) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.receiver = receiver

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of senders that hang up; anything else is a fault of the test."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # the same


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        headers = {name.lower(): value for name, value in self.headers.items()}
        reply = self.server.receiver.receive(headers, body, self.client_address[1])
        try:
            self._send(reply)
        except OSError:
            # The sender did not wait for it.
            self.close_connection = True

    def _send(self, reply: Reply) -> None:
        if reply.chunks is not None:
            for chunk in reply.chunks(self.server.receiver):
                self.wfile.write(chunk)
            self._reset()
            return
        if reply.after is not None:
            while not reply.after.wait(0.02) and not self.server.receiver.ending.is_set():
                pass
        self.send_response(reply.status)
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(reply.body)))
        self.end_headers()
        self.wfile.write(reply.body)

    def _reset(self) -> None:
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True

    def log_message(self, *args: object) -> None:
        """Say nothing: tests look at `deliveries`."""
