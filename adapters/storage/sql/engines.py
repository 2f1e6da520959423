"""Which database a URL means: its engine, and the statement that begins a writing unit."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from adapters.storage.sql import postgresql, sqlite

ACQUIRE_TIMEOUT_S: Final = 2.0
"""How long a unit waits for a free connection."""


def open_engine(url: str, connections: int, acquire_timeout_s: float = ACQUIRE_TIMEOUT_S) -> Engine:
    """Return an engine with at most `connections` connections.

    Raises ValueError for a URL that names neither SQLite nor PostgreSQL, without repeating it: it
    may hold a password.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise ValueError("not a database URL") from error
    database = parsed.get_backend_name()
    if database == "sqlite":
        return sqlite.open_engine(parsed, connections, acquire_timeout_s)
    if database == "postgresql":
        return postgresql.open_engine(parsed, connections, acquire_timeout_s)
    raise ValueError("the database must be sqlite:///path or postgresql://user:password@host/name")
