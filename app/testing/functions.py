"""Triggers of a pool as plain functions of a test: one HTTP address that the server calls."""

from __future__ import annotations

import base64
import json
import secrets
from collections.abc import Callable, Mapping
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

Function = Callable[[dict[str, Any]], Mapping[str, Any] | None]
"""Takes the event as a Lambda function does, and returns it; None for the event as it is by then.

What it raises refuses the request, in its words.
"""

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:cognate-"
_EVENT_MAX: Final = 1_048_576
_ENTRY: Final = """\
[[trigger]]
arn = "{arn}*"
url = "http://127.0.0.1:{port}/{path}"
secret = "{secret}"
attempts = 1
"""


class Functions:
    """Answers the events of every pool by the function that stands behind the pool's ARN."""

    def __init__(self) -> None:
        self._functions: dict[tuple[str, str], Function] = {}
        self._path = secrets.token_urlsafe(24)
        """Nobody else on this machine knows it: what comes in is the server's."""
        self._secret = f"whsec_{base64.b64encode(secrets.token_bytes(32)).decode()}"
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._thread = Thread(target=self._http.serve_forever, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def stop(self) -> None:
        """Listen no more."""
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    def entry(self) -> str:
        """Return the triggers file that leads here."""
        port = self._http.server_address[1]
        return _ENTRY.format(arn=ARN, port=port, path=self._path, secret=self._secret)

    def put(self, pool_id: str, functions: Mapping[str, Function]) -> None:
        """Let these functions, by the names of LambdaConfig, be those of the pool."""
        for trigger, function in functions.items():
            self._functions[pool_id, trigger] = function

    def answer(self, event: dict[str, Any]) -> tuple[HTTPStatus, Mapping[str, Any]]:
        """Run the function that the event is for."""
        source = str(event["triggerSource"]).partition("_")[0]
        trigger = {"TokenGeneration": "PreTokenGeneration"}.get(source, source)
        function = self._functions.get((str(event["userPoolId"]), trigger))
        if function is None:
            return HTTPStatus.NOT_FOUND, {}
        try:
            return HTTPStatus.OK, function(event) or event
        except Exception as error:  # noqa: BLE001 - whatever a function raises is its answer
            return HTTPStatus.BAD_REQUEST, {"errorMessage": str(error) or type(error).__name__}

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        functions = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", "0"))
                if self.path != f"/{functions._path}" or length > _EVENT_MAX:
                    self.send_error(HTTPStatus.NOT_FOUND)
                    return
                status, said = functions.answer(json.loads(self.rfile.read(length)))
                body = json.dumps(said).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Say nothing: the server's log has a line for each call."""

        return Handler
