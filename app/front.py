"""The first fork of a request: calls of the API go straight to it, the rest to the web routes."""

from __future__ import annotations

from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

TARGET = b"x-amz-target"


class Front:
    """Sends POST on `/`, and POST anywhere that names an operation, to the API.

    PUBLIC_URL may have a path that a proxy passes on; it is taken off for the web routes.
    """

    def __init__(self, api: ASGIApp, web: ASGIApp, public_url: str) -> None:
        self._api = api
        self._web = web
        self._root = urlsplit(public_url).path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] == "http":
            if scope["method"] == "POST" and self._is_call(scope):
                await self._api(scope, receive, send)
                return
            if self._root and scope["path"].startswith(self._root + "/"):
                scope["root_path"] = self._root
        await self._web(scope, receive, send)

    def _is_call(self, scope: Scope) -> bool:
        return scope["path"] == "/" or any(name == TARGET for name, _ in scope["headers"])
