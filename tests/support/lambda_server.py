"""The Invoke API over one handler: `python lambda_server.py <handler file>` prints its port.

Below /emulator it behaves as the Lambda Runtime Interface Emulator does: the only function is
called "function", and a function's error comes without the header that marks it.
"""

from __future__ import annotations

import json
import re
import runpy
import sys
import traceback
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Final

CALL: Final = re.compile(r"(/emulator)?/2015-03-31/functions/([^/]+)/invocations")


def main(file: str) -> None:
    """Serve the `lambda_handler` of a file until somebody ends the process."""
    with ThreadingHTTPServer(("127.0.0.1", 0), _serving(runpy.run_path(file))) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()


def _serving(names: dict[str, object]) -> type[BaseHTTPRequestHandler]:
    class Invocations(BaseHTTPRequestHandler):
        """One request is one invocation."""

        protocol_version = "HTTP/1.1"
        wbufsize = -1  # headers and body go out together

        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            called = CALL.fullmatch(self.path.partition("?")[0])
            if called is None or (called[1] and called[2] != "function"):
                self._answer(404, b"404 page not found", {"Content-Type": "text/plain"})
                return
            payload, failed = _invoke(names["lambda_handler"], json.loads(sent))
            kind = "text/plain; charset=utf-8" if called[1] else "application/json"
            marked = {"X-Amz-Function-Error": "Unhandled"} if failed and not called[1] else {}
            self._answer(200, json.dumps(payload).encode(), {"Content-Type": kind, **marked})

        def _answer(self, status: int, body: bytes, headers: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Invocations


def _invoke(handler: object, event: object) -> tuple[object, bool]:
    """Return what the handler returned, or what Lambda makes of its exception, and which it is."""
    assert callable(handler)
    try:
        return handler(event, None), False
    except Exception as error:  # noqa: BLE001 - whatever a function raises is its answer
        trace = traceback.format_exception(error)
        return {
            "errorMessage": str(error),
            "errorType": type(error).__name__,
            "stackTrace": trace,
        }, True


if __name__ == "__main__":
    main(sys.argv[1])
