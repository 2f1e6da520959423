"""The connection of one unit of work: runs statements, and decides what a failure means."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, ParamSpec, TypeVar

from sqlalchemy import Executable
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import PoolProxiedConnection

from adapters.storage.sql.connections import Connections
from adapters.storage.sql.driver import Driver, Parameters
from adapters.storage.sql.faults import is_mistake, unavailable
from domain.ports.sentinels import Unavailable

Row = tuple[Any, ...]
P = ParamSpec("P")
T = TypeVar("T")


class Work:
    """Runs the statements of one unit on one connection.

    Connections are in autocommit: a reading unit needs no transaction, a writing one calls `begin`
    and `commit`. A pooled connection may have died since its last use; that shows at its first
    statement, which is tried once more on a new connection: always safe for a read, and for a write
    because the first statement is the one that begins the transaction.
    """

    def __init__(self, driver: Driver, connections: Connections) -> None:
        self._driver = driver
        self._connections = connections
        self._is_writing = False
        self._broken: Unavailable | None = None
        self._connection = self._connected(connections.take)
        self._cursor: DBAPICursor | None = None

    def begin(self, statement: str) -> None:
        """Begin a transaction; from here on the unit may write."""
        self._attempt(self._send, statement)
        self._is_writing = True

    def row(self, statement: Executable, parameters: Parameters) -> Row | None:
        """Run a query; return its first row, or None."""
        rows = self.rows(statement, parameters)
        return rows[0] if rows else None

    def one(self, statement: Executable, parameters: Parameters) -> Row:
        """Run a query that always has one row; return it."""
        (row,) = self.rows(statement, parameters)
        return row

    def rows(self, statement: Executable, parameters: Parameters) -> Sequence[Row]:
        """Run a query; return its rows."""
        return self._attempt(self._fetch, statement, parameters)

    def change(self, statement: Executable, parameters: Parameters) -> int:
        """Run a statement that writes; return how many rows it touched."""
        self._require_writing()
        return self._attempt(self._count, statement, parameters)

    def change_each(self, statement: Executable, rows: Sequence[Parameters]) -> int:
        """Run a statement that writes for each of many rows; return how many it touched."""
        self._require_writing()
        return self._attempt(self._count_each, statement, rows) if rows else 0

    def changed_row(self, statement: Executable, parameters: Parameters) -> Row | None:
        """Run a statement that writes and returns; return its first row, or None."""
        self._require_writing()
        return self.row(statement, parameters)

    def changed_rows(self, statement: Executable, parameters: Parameters) -> Sequence[Row]:
        """Run a statement that writes and returns; return its rows."""
        self._require_writing()
        return self.rows(statement, parameters)

    def commit(self) -> None:
        """Commit. Raises Unavailable if that failed, or an earlier statement did."""
        self._attempt(self._send, "COMMIT")
        self._is_writing = False

    def rollback(self) -> None:
        """Undo everything; where that cannot be said, the end of the connection does it."""
        with suppress(Unavailable):
            self._attempt(self._send, "ROLLBACK")
            self._is_writing = False

    def release(self) -> None:
        """Give the connection back, or throw it away after a failure or inside a transaction."""
        if (self._broken is not None or self._is_writing) and self._connection.is_valid:
            self._connection.invalidate()
        self._connections.give_back(self._connection)

    def _send(self, text: str) -> None:
        self._driver.send(self._open_cursor(), text)

    def _fetch(self, statement: Executable, parameters: Parameters) -> Sequence[Row]:
        cursor = self._open_cursor()
        self._driver.execute(cursor, statement, parameters)
        return cursor.fetchall()

    def _count(self, statement: Executable, parameters: Parameters) -> int:
        cursor = self._open_cursor()
        self._driver.execute(cursor, statement, parameters)
        return cursor.rowcount

    def _count_each(self, statement: Executable, rows: Sequence[Parameters]) -> int:
        cursor = self._open_cursor()
        self._driver.execute_each(cursor, statement, rows)
        return cursor.rowcount

    def _open_cursor(self) -> DBAPICursor:
        # Not before the first statement, since a dead connection may refuse to open one.
        if self._cursor is None:
            self._cursor = self._connection.cursor()
        return self._cursor

    def _require_writing(self) -> None:
        if not self._is_writing:
            raise RuntimeError("a reading unit does not write")

    def _attempt(self, run: Callable[P, T], *given: P.args, **named: P.kwargs) -> T:
        if self._broken is not None:
            raise self._broken
        try:
            return run(*given, **named)
        except self._driver.dbapi.Error as error:
            is_dead = self._driver.is_dead(self._connection, error)
            if not is_dead and is_mistake(error, self._driver.dbapi):
                raise
            if is_dead:
                self._connections.lose(self._connection)
            if self._is_writing or not is_dead:
                raise self._fail(error) from error
        self._connection = self._connected(self._connections.exchange, self._connection)
        self._cursor = None
        try:
            return run(*given, **named)
        except self._driver.dbapi.Error as error:
            raise self._fail(error) from error

    def _fail(self, error: Exception) -> Unavailable:
        self._broken = unavailable(error)
        return self._broken

    def _connected(
        self, connect: Callable[P, PoolProxiedConnection], *given: P.args, **named: P.kwargs
    ) -> PoolProxiedConnection:
        try:
            return connect(*given, **named)
        except (SQLAlchemyError, self._driver.dbapi.Error) as error:
            raise self._fail(error) from error
