"""The network between server and PostgreSQL, cut at the worst moment: around a COMMIT (F07).

Cut before the COMMIT has passed, the change is lost; cut after it, the change is stored and nobody
is told. The server cannot tell the two apart.
"""

from __future__ import annotations

import itertools
import select
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock, Thread
from typing import Final
from urllib.parse import urlsplit, urlunsplit

COMMIT: Final = b"COMMIT\0"
"""As it stands in a message of the protocol (the zero tells it from READ COMMITTED)."""
CHUNK: Final = 65_536
PATIENCE_S: Final = 10.0


class CuttingProxy:
    """Passes everything on; of every `every` commits one loses its connection.

    It loses it in turn before and after the database has got the commit.
    """

    def __init__(self, upstream: tuple[str, int], every: int) -> None:
        self._upstream = upstream
        self._every = every
        self._commits = itertools.count(1)
        self._lock = Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.lost = 0
        self.stored = 0
        self.is_cutting = True

    def serve(self) -> None:
        """Take connections until closed."""
        with suppress(OSError):
            while True:
                client, _ = self._listener.accept()
                Thread(target=self._pass_on, args=(client,), daemon=True).start()

    def close(self) -> None:
        """Take no more connections."""
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def _pass_on(self, client: socket.socket) -> None:
        with client, socket.create_connection(self._upstream) as server, suppress(OSError):
            other = {client: server, server: client}
            while True:
                for sender in select.select([client, server], [], [])[0]:
                    data = sender.recv(CHUNK)
                    if not data:
                        return
                    if sender is client and COMMIT in data and self._is_cut():
                        self._cut(server, data)
                        return
                    other[sender].sendall(data)

    def _is_cut(self) -> bool:
        with self._lock:
            return self.is_cutting and next(self._commits) % self._every == 0

    def _cut(self, server: socket.socket, data: bytes) -> None:
        with self._lock:
            is_stored = self.stored < self.lost
            self.stored, self.lost = self.stored + is_stored, self.lost + (not is_stored)
        if is_stored:
            server.settimeout(PATIENCE_S)
            server.sendall(data)
            server.recv(CHUNK)  # the answer that nobody gets


@contextmanager
def cutting_proxy(store_url: str, every: int) -> Iterator[tuple[str, CuttingProxy]]:
    """Stand between servers and the database of a URL; yield the URL that servers are given."""
    parts = urlsplit(store_url)
    host, port = str(parts.hostname), parts.port or 5432
    proxy = CuttingProxy((host, port), every)
    Thread(target=proxy.serve, daemon=True).start()
    place = parts.netloc.replace(f"{host}:{port}", f"127.0.0.1:{proxy.port}")
    try:
        yield urlunsplit(parts._replace(netloc=place)), proxy
    finally:
        proxy.close()
