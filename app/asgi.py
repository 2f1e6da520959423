"""The production application for another ASGI server: `uvicorn --factory app.asgi:application`."""

from __future__ import annotations

from starlette.types import ASGIApp

from app import bootstrap, production
from app.preflight import require_ready
from app.refusal import BadConfiguration


def application() -> ASGIApp:
    """Return the application. Raises BadConfiguration."""
    metrics = bootstrap.open_metrics()
    assembly = bootstrap.assemble(production.load(), metrics)
    try:
        require_ready(assembly)
    except BadConfiguration:
        assembly.ports.store.close()
        raise
    return bootstrap.application(assembly, metrics, outbox=False)
