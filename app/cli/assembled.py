"""Store, keys and services for a command that works without a server."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app import bootstrap, development
from app import settings as operator
from app.assembly import Assembly
from app.preflight import require_ready


@contextmanager
def assembled() -> Iterator[Assembly]:
    """Open store and keys: those of the settings, else of the development server of this place."""
    settings = operator.load()
    if settings.sealing_keys is None and development.has_sealing_key():
        settings = development.load()
    assembly = bootstrap.assemble(settings)
    try:
        require_ready(assembly)
        yield assembly
    finally:
        assembly.ports.store.close()
