"""The production application for another ASGI server: `uvicorn --factory app.asgi:application`."""

from __future__ import annotations

from starlette.types import ASGIApp

from app import bootstrap, production
from app.preflight import require_ready


def application() -> ASGIApp:
    """Return the application. Raises BadConfiguration."""
    assembly = bootstrap.assemble(production.load())
    require_ready(assembly)
    return bootstrap.application(assembly, outbox=False)
