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
        while self._idle:
            try:
                connection = self._idle.pop()
            except IndexError:  # another thread took the last one
                return None
            if connection.is_alive():
                return connection
            connection.close()
        return None

    def _keep(self, connection: Connection) -> None:
        if len(self._idle) < KEPT_MAX:
            self._idle.append(connection)
        else:
            connection.quit()
