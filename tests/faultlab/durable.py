"""A PostgreSQL that keeps what it acknowledged, as in production: nothing is switched off."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tests.support.postgres import PostgresServer


@contextmanager
def durable_postgres() -> Iterator[PostgresServer]:
    """Run one for as long as the context lasts; it may be stopped and started meanwhile."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()
