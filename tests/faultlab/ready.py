"""What a load balancer asks a server: whether it is ready, and whether it lives."""

from __future__ import annotations

import json
from http.client import HTTPConnection, HTTPException
from typing import Any

Health = tuple[int, dict[str, Any]]
"""Status and body; status 0 where nobody answers."""


def health(port: int, path: str, timeout_s: float = 10.0) -> Health:
    """GET `/livez` or `/readyz` once."""
    connection = HTTPConnection("127.0.0.1", port, timeout=timeout_s)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())
    except (OSError, HTTPException):
        return 0, {}
    finally:
        connection.close()


def is_ready(port: int) -> bool:
    """Whether the server takes requests and its store answers."""
    return health(port, "/readyz")[0] == 200
