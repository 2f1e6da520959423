"""The driver below SQLAlchemy: statements as it compiled them, sent without it.

SQLAlchemy builds and compiles the statements and opens connections, but it does not run them: its
results, which know types and names that nobody asks for here, cost more than the database does
(one user read from SQLite 50 µs instead of 19, from PostgreSQL 160 instead of 70).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Engine, Executable
from sqlalchemy.engine.interfaces import DBAPICursor
from sqlalchemy.pool import PoolProxiedConnection
from sqlalchemy.sql import ClauseElement

from adapters.storage.sql.parameters import named, unnamed

Parameters = Mapping[str, Any]
Prepared = tuple[str, Callable[[Parameters], Any]]


class Driver:
    """The texts of the statements for one database; threads may share it."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._prepared: dict[Executable, Prepared] = {}
        self.dbapi = engine.dialect.loaded_dbapi
        self.watchers: list[Callable[[str], None]] = []
        """Told of every statement before it is sent."""

    def is_dead(self, connection: PoolProxiedConnection, error: Exception) -> bool:
        """Whether the error tells that the connection cannot be used any more."""
        return isinstance(error, self.dbapi.Error) and self._engine.dialect.is_disconnect(
            error, connection, None
        )

    def execute(self, cursor: DBAPICursor, statement: Executable, parameters: Parameters) -> None:
        """Run a statement; it is a constant of this package."""
        text, arguments = self._prepared.get(statement) or self._prepare(statement)
        self._tell(text)
        cursor.execute(text, arguments(parameters))

    def execute_each(
        self, cursor: DBAPICursor, statement: Executable, rows: Sequence[Parameters]
    ) -> None:
        """Run a statement for each of many rows, without waiting for the answers one by one."""
        text, arguments = self._prepared.get(statement) or self._prepare(statement)
        self._tell(text)
        cursor.executemany(text, [arguments(row) for row in rows])

    def send(self, cursor: DBAPICursor, text: str) -> None:
        """Run what begins or ends a transaction."""
        self._tell(text)
        cursor.execute(text)

    def _tell(self, text: str) -> None:
        for tell in self.watchers:
            tell(text)

    def _prepare(self, statement: Executable) -> Prepared:
        if not isinstance(statement, ClauseElement):
            raise TypeError(f"{statement!r} cannot be compiled")
        compiled = statement.compile(dialect=self._engine.dialect)
        # Parameters that SQLAlchemy made of constants have their value; ours have none yet.
        fixed = {name: value for name, value in compiled.params.items() if value is not None}
        places = [(name, unnamed(name)) for name in getattr(compiled, "positiontup", None) or ()]

        def by_name(parameters: Parameters) -> Mapping[str, Any]:
            return fixed | named(parameters)

        def by_place(parameters: Parameters) -> Sequence[Any]:
            return [fixed[name] if name in fixed else parameters[key] for name, key in places]

        prepared = compiled.string, by_place if self._engine.dialect.positional else by_name
        self._prepared[statement] = prepared
        return prepared
