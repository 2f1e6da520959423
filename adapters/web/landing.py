"""The page at `/`: what runs here, and where to go from it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from adapters.web.page import Page


class Landing:
    """Answers GET on `/`; browsers come here by curiosity, API calls are POSTs."""

    def __init__(self, *, version: str, origin: str, outbox: bool) -> None:
        name = "landing_development.html" if outbox else "landing.html"
        self._response = Page(name).response(version=version, origin=origin)

    async def respond(self, _request: Request) -> Response:
        """Return the page."""
        return self._response
