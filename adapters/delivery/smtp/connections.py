"""Connections to a mail server that are kept from one message to the next."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from adapters.delivery.smtp.connection import Connection
from domain.ports.delivery import Refused

KEPT_MAX: Final = 4


class Connections:
    """A few open connections, each with one thread at a time.

    Servers end idle connections as they like: a kept one is asked before it is used, and replaced
    if it does not answer.
    """

    def __init__(self, connect: Callable[[], Connection]) -> None:
        self._connect = connect
        self._idle: deque[Connection] = deque()

    @contextmanager
    def one(self) -> Iterator[Connection]:
        """Lend a connection; it is kept if nothing went wrong on it. Raises Undeliverable."""
        connection = self._kept() or self._connect()
        try:
            yield connection
        except Refused:
            self._keep(connection)
            raise
        except BaseException:
            connection.close()
            raise
        self._keep(connection)

    def _kept(self) -> Connection | None:
        """Return the connection that was used last, if it is alive; else none of them will be."""
        connection = self._taken()
        if connection is None or connection.is_alive():
            return connection
        while connection is not None:
            connection.close()
            connection = self._taken()
        return None

    def _taken(self) -> Connection | None:
        try:
            return self._idle.pop()
        except IndexError:
            return None

    def _keep(self, connection: Connection) -> None:
        if len(self._idle) < KEPT_MAX:
            self._idle.append(connection)
        else:
            connection.quit()
