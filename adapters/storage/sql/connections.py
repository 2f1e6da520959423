"""The open connections of a store, each used by one unit at a time.

SQLAlchemy makes them and ends them. What its pool does each time that one is taken and given back
costs a request more than its query does (a tenth of GetUser), so they stay taken and wait here.
"""

from __future__ import annotations

from queue import Empty, SimpleQueue
from typing import Final

from sqlalchemy import Engine
from sqlalchemy.pool import PoolProxiedConnection

from domain.ports.sentinels import Unavailable

_MADE_AFTER: Final = "made_after"
"""How many losses there had been when a connection was made; kept with it."""


class Connections:
    """At most so many connections of an engine; threads may share it."""

    def __init__(self, engine: Engine, at_most: int, waits_s: float) -> None:
        self._engine = engine
        self._waits_s = waits_s
        self._losses = 0
        # The one used last comes first: it has pages and statements at hand, and few are idle.
        self._idle: list[PoolProxiedConnection] = []
        self._places: SimpleQueue[None] = SimpleQueue()
        for _ in range(at_most):
            self._places.put(None)

    def take(self) -> PoolProxiedConnection:
        """Take a connection. Raises Unavailable if none is free in time, or the driver's error."""
        try:
            self._places.get(timeout=self._waits_s)
        except Empty:
            raise Unavailable("every connection is in use") from None
        try:
            return self._current()
        except BaseException:
            self._places.put(None)
            raise

    def give_back(self, connection: PoolProxiedConnection) -> None:
        """Keep a connection for another unit, unless it was thrown away."""
        if connection.is_valid:
            self._idle.append(connection)
        else:
            connection.close()
        self._places.put(None)

    def lose(self, connection: PoolProxiedConnection) -> None:
        """Throw a dead connection away, and in time all others: what ended one has ended them."""
        self._losses += 1
        connection.invalidate()

    def exchange(self, lost: PoolProxiedConnection) -> PoolProxiedConnection:
        """Return one in place of a lost one. Raises the driver's error; the place stays taken."""
        lost.close()
        return self._current()

    def close(self) -> None:
        """End those that nobody uses."""
        while self._idle:
            self._idle.pop().close()
        self._engine.dispose()

    def _current(self) -> PoolProxiedConnection:
        """Return a connection that was made after the last loss."""
        # Ends: of the connections from before a loss, of which there are few, each comes once.
        while True:
            try:
                connection = self._idle.pop()
            except IndexError:
                connection = self._engine.raw_connection()
            if connection.info.setdefault(_MADE_AFTER, self._losses) == self._losses:
                return connection
            connection.invalidate()
            connection.close()
