"""Health: `/livez` says that the process answers, `/readyz` whether it can do its work.

A load balancer sends no requests to a worker that is not ready, and a supervisor restarts one that
does not live; so `/livez` touches nothing that could be away without the process being broken.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

Check = Callable[[], str | None]
"""Returns why a part does not work, or None if it does; does not raise."""

HEADERS = {"cache-control": "no-store", "x-content-type-options": "nosniff"}


async def livez(_request: Request) -> Response:
    """Answer, without any input or output."""
    return JSONResponse({"status": "alive"}, headers=HEADERS)


class Readiness:
    """Runs every check, so that one answer names every part that fails."""

    def __init__(self, checks: Mapping[str, Check]) -> None:
        self._checks = checks

    def respond(self, _request: Request) -> Response:
        """Return 200, or 503 with a reason for each failing part. Runs in a thread."""
        found = {part: check() for part, check in self._checks.items()}
        reasons = {part: reason for part, reason in found.items() if reason is not None}
        if reasons:
            content = {"status": "not ready", "reasons": reasons}
            return JSONResponse(content, status_code=503, headers=HEADERS)
        return JSONResponse({"status": "ready"}, headers=HEADERS)
