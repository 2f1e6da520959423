"""The engine for SQLite: one file, shared by the threads of a process and by several processes."""

from __future__ import annotations

import os
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Final

from sqlalchemy import URL, Engine, create_engine, event
from sqlalchemy.pool import QueuePool

from domain.ports.sentinels import Unavailable

BEGIN: Final = "BEGIN IMMEDIATE"
"""A writing unit takes the write lock at once: to upgrade a read lock later can only deadlock."""

WRITER_WAITS_S: Final = 5.0
"""How long a writing unit waits for its turn among the threads of its process."""

PRAGMAS: Final = (
    "PRAGMA busy_timeout = 5000",
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",  # a commit that was answered survives a power loss
    "PRAGMA foreign_keys = ON",
)


def open_engine(url: URL, connections: int, acquire_timeout_s: float) -> Engine:
    """Return an engine on the file of `sqlite:///path`; the file is made if it is not there.

    Raises ValueError for a URL without a path, Unavailable if the file cannot be made.
    """
    if url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file: sqlite:///path")
    _make_file(Path(str(url.database)))
    engine = create_engine(
        url.set(drivername="sqlite+pysqlite"),
        isolation_level="AUTOCOMMIT",  # the driver never begins a transaction of its own
        pool_reset_on_return=None,  # `Work` gives none back inside a transaction
        hide_parameters=True,
        poolclass=QueuePool,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=acquire_timeout_s,
        pool_use_lifo=True,  # the connection used last has pages and statements at hand
        connect_args={"check_same_thread": False, "cached_statements": 256},
    )
    event.listen(engine, "connect", _prepare)
    return engine


def _make_file(path: Path) -> None:
    """Make the file and its directories so that only the owner can read them."""
    try:
        for parent in reversed(path.parents):
            parent.mkdir(mode=0o700, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
    except OSError as error:
        raise Unavailable(f"{path}: {error.strerror}") from error


def _prepare(connection: SqliteConnection, _: object) -> None:
    for pragma in PRAGMAS:
        connection.execute(pragma)
