"""A stand-in before a server that passes every call of the API on and remembers it.

Requests pass unchanged, Host included, which is signed. Bodies are told by Content-Length.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TIMEOUT_S = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One call and its answer, as JSON has them; an operation without output answers None."""

    operation: str
    request: dict[str, Any]
    status: int
    answer: dict[str, Any] | None


@dataclass(slots=True, kw_only=True)
class Recorder:
    """What was called so far, in the order of the answers."""

    url: str
    exchanges: list[Exchange] = field(default_factory=list)

    def taken(self) -> list[Exchange]:
        """Return the calls since the last time, and forget them."""
        taken, self.exchanges = self.exchanges, []
        return taken


@contextmanager
def recording(port: int) -> Iterator[Recorder]:
    """Stand before the server on that port of loopback for as long as the block runs."""

    class Handler(BaseHTTPRequestHandler):
        """Passes a POST on."""

        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            upstream = HTTPConnection("127.0.0.1", port, timeout=TIMEOUT_S)
            upstream.putrequest("POST", self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in self.headers.items():
                upstream.putheader(name, value)
            upstream.endheaders(body)
            answer = upstream.getresponse()
            text = answer.read()
            upstream.close()
            recorder.exchanges.append(
                Exchange(
                    operation=self.headers["X-Amz-Target"].rpartition(".")[2],
                    request=json.loads(body),
                    status=answer.status,
                    answer=json.loads(text) if text else None,
                )
            )
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                if name.lower() not in {"date", "server", "connection"}:
                    self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        recorder = Recorder(url=f"http://127.0.0.1:{server.server_address[1]}")
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield recorder
        finally:
            server.shutdown()
            thread.join()
