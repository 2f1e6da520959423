"""What stands around every request: plain ASGI layers and nothing dearer."""

from __future__ import annotations

from pathlib import Path

import pytest
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.testclient import TestClient

from app.asgi import application


def test_no_layer_is_a_base_http_middleware(
    own_settings: Path, unconfigured: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Starlette's convenience class would double the cost of a request; none is ever made."""
    made: list[BaseHTTPMiddleware] = []
    monkeypatch.setattr(BaseHTTPMiddleware, "__init__", lambda self, *_, **__: made.append(self))
    monkeypatch.setenv("COGNATE_STORAGE_URL", "memory:")

    with TestClient(application(), base_url="http://localhost:9229") as client:
        client.get("/livez")
        client.post("/")

    assert made == []
