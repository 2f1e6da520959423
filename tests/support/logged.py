"""What a running server has written about its requests."""

from __future__ import annotations

import json
import time
from typing import Any, Final

from tests.support.server import Server

WAIT_S: Final = 10.0


def operations_of(server: Server, client_id: str, least: int = 1) -> list[str]:
    """Return the operations that the server answered for a client, when it has logged some.

    A line follows its answer, therefore this waits until there are at least so many.
    """
    deadline = time.monotonic() + WAIT_S
    while True:
        found = [
            line["operation"]
            for line in _lines(server)
            if line.get("client_id") == client_id and line.get("event") == "request"
        ]
        if len(found) >= least or time.monotonic() > deadline:
            return found
        time.sleep(0.02)


def _lines(server: Server) -> list[dict[str, Any]]:
    """Return the lines that are JSON; the banner is not."""
    return [json.loads(text) for text in server.log().splitlines() if text.startswith("{")]
