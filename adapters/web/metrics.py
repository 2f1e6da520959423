"""`/metrics`: what Prometheus asks for."""

from __future__ import annotations

from collections.abc import Callable

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.health import HEADERS


class MetricsPage:
    """Shows what `text` returns, of the given content type."""

    def __init__(self, text: Callable[[], bytes], content_type: str) -> None:
        self._text = text
        self._headers = {**HEADERS, "content-type": content_type}

    def respond(self, _request: Request) -> Response:
        """Return all figures. Runs in a thread."""
        return Response(self._text(), headers=self._headers)
