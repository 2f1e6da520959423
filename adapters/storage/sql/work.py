"""The connection of one unit of work: runs statements, and decides what a failure means."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import Any, TypeVar

from sqlalchemy import Connection, CursorResult, Engine, Executable, Row
from sqlalchemy.exc import SQLAlchemyError

from adapters.storage.sql.faults import is_disconnect, is_mistake, unavailable
from adapters.storage.sql.parameters import named
from domain.ports.sentinels import Unavailable

Parameters = Mapping[str, Any]
AnyRow = Row[*tuple[Any, ...]]
T = TypeVar("T")


class Work:
    """Runs the statements of one unit on one connection.

    Connections are in autocommit: a reading unit needs no transaction, a writing one calls `begin`
    and `commit`. A pooled connection may have died since its last use; that shows at its first
    statement, which is tried once more on a new connection: always safe for a read, and for a write
    because the first statement is the one that begins the transaction.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._is_writing = False
        self._broken: Unavailable | None = None
        self._connection = self._connect()

    def begin(self, statement: str) -> None:
        """Begin a transaction; from here on the unit may write."""
        self._attempt(lambda: self._connection.exec_driver_sql(statement))
        self._is_writing = True

    def run(self, read: Callable[[Connection], T]) -> T:
        """Return what a function of the connection reads."""
        return self._attempt(lambda: read(self._connection))

    def row(self, statement: Executable, parameters: Parameters) -> AnyRow | None:
        """Run a query; return its first row, or None."""
        return self._attempt(lambda: self._execute(statement, parameters).fetchone())

    def one(self, statement: Executable, parameters: Parameters) -> AnyRow:
        """Run a query that always has one row; return it."""
        return self._attempt(lambda: self._execute(statement, parameters).one())

    def rows(self, statement: Executable, parameters: Parameters) -> Sequence[AnyRow]:
        """Run a query; return its rows."""
        return self._attempt(lambda: self._execute(statement, parameters).fetchall())

    def change(self, statement: Executable, parameters: Parameters) -> int:
        """Run a statement that writes; return how many rows it touched."""
        self._require_writing()
        return self._attempt(lambda: self._execute(statement, parameters).rowcount)

    def changed_row(self, statement: Executable, parameters: Parameters) -> AnyRow | None:
        """Run a statement that writes and returns; return its first row, or None."""
        self._require_writing()
        return self.row(statement, parameters)

    def changed_rows(self, statement: Executable, parameters: Parameters) -> Sequence[AnyRow]:
        """Run a statement that writes and returns; return its rows."""
        self._require_writing()
        return self.rows(statement, parameters)

    def commit(self) -> None:
        """Commit. Raises Unavailable if that failed, or an earlier statement did."""
        self._attempt(lambda: self._connection.exec_driver_sql("COMMIT"))

    def rollback(self) -> None:
        """Undo everything; where that cannot be said, the end of the connection does it."""
        with suppress(Unavailable):
            self._attempt(lambda: self._connection.exec_driver_sql("ROLLBACK"))

    def release(self) -> None:
        """Give the connection back, or throw it away after a failure."""
        if self._broken is not None and not self._connection.closed:
            self._connection.invalidate()
        self._connection.close()

    def _execute(self, statement: Executable, parameters: Parameters) -> CursorResult[Any]:
        return self._connection.execute(statement, named(parameters))

    def _require_writing(self) -> None:
        if not self._is_writing:
            raise RuntimeError("a reading unit does not write")

    def _attempt(self, run: Callable[[], T]) -> T:
        if self._broken is not None:
            raise self._broken
        try:
            return run()
        except SQLAlchemyError as error:
            if is_mistake(error):
                raise
            if self._is_writing or not is_disconnect(error):
                raise self._fail(error) from error
        self._connection.close()
        self._connection = self._connect()
        try:
            return run()
        except SQLAlchemyError as error:
            raise self._fail(error) from error

    def _fail(self, error: SQLAlchemyError) -> Unavailable:
        self._broken = unavailable(error)
        return self._broken

    def _connect(self) -> Connection:
        try:
            return self._engine.connect()
        except SQLAlchemyError as error:
            raise self._fail(error) from error
