"""The store in SQL: units of work on pooled connections of SQLite or PostgreSQL."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from sqlalchemy import Engine

from adapters.storage.sql import postgresql, sqlite
from adapters.storage.sql.connections import Connections
from adapters.storage.sql.driver import Driver
from adapters.storage.sql.migrate import head, stored_revision
from adapters.storage.sql.unit import SqlUnit
from adapters.storage.sql.work import Work
from domain.ports.sentinels import Unavailable


class Turn:
    """The writer queue of one process: SQLite has one writer, and to queue beats to poll for it."""

    def __init__(self, waits_s: float) -> None:
        self._waits_s = waits_s
        self._lock = threading.Lock()

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=self._waits_s):
            raise Unavailable("another unit has been writing for too long")

    def __exit__(self, *_: object) -> None:
        self._lock.release()


class SqlStore:
    """Keeps everything in one database; threads and processes may share it."""

    def __init__(self, engine: Engine, connections: Connections) -> None:
        self.engine = engine
        self.driver = Driver(engine)
        self._connections = connections
        is_sqlite = engine.dialect.name == "sqlite"
        self._begin = sqlite.BEGIN if is_sqlite else postgresql.BEGIN
        self._turn: AbstractContextManager[None] = (
            Turn(sqlite.WRITER_WAITS_S) if is_sqlite else nullcontext()
        )
        self._here = threading.local()

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """Open a unit that only reads."""
        self._require_alone()
        work = self._open()
        try:
            yield SqlUnit(work)
        finally:
            self._end(work)

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """Open a unit that may write."""
        self._require_alone()
        with self._turn:
            work = self._open()
            try:
                work.begin(self._begin)
                try:
                    yield SqlUnit(work)
                except BaseException:
                    work.rollback()
                    raise
                work.commit()
            finally:
                self._end(work)

    def ping(self) -> None:
        """Return if the database answers and has every migration. Raises Unavailable."""
        self._require_alone()
        found, expected = stored_revision(self.engine), head()
        if found is None:
            raise Unavailable("the database has no schema yet: run `cognate migrate`")
        if found != expected:
            raise Unavailable(
                f"the database is at migration {found}, the program at {expected}:"
                " run `cognate migrate` of the newer one"
            )

    def close(self) -> None:
        """Release every connection."""
        self._connections.close()

    def _require_alone(self) -> None:
        if getattr(self._here, "busy", False):
            raise RuntimeError("units of work do not nest")

    def _open(self) -> Work:
        work = Work(self.driver, self._connections)
        self._here.busy = True
        return work

    def _end(self, work: Work) -> None:
        self._here.busy = False
        work.release()
