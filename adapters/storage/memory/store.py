"""The store in memory: units of work over shared tables, one writer at a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from adapters.storage.memory.tables import Tables, View
from adapters.storage.memory.unit import MemoryUnit
from domain.ports.sentinels import Unavailable

WRITER_WAITS_S: Final = 5.0
"""How long a writing unit waits for its turn."""


class MemoryStore:
    """Keeps everything in dictionaries; threads may share it.

    Writing units take turns; a reading unit never waits for them and sees committed rows only.
    """

    def __init__(self) -> None:
        self._tables = Tables()
        self._guard = threading.RLock()
        self._turn = threading.Lock()
        self._here = threading.local()

    @contextmanager
    def reading(self) -> Iterator[MemoryUnit]:
        """Open a unit that only reads."""
        with self._alone():
            yield MemoryUnit(View(self._tables, self._guard, writable=False))

    @contextmanager
    def writing(self) -> Iterator[MemoryUnit]:
        """Open a unit that may write; what it changed is dropped when an exception ends it."""
        with self._alone():
            if not self._turn.acquire(timeout=WRITER_WAITS_S):
                raise Unavailable("another unit has been writing for too long")
            try:
                view = View(self._tables, self._guard, writable=True)
                yield MemoryUnit(view)
                view.commit()
            finally:
                self._turn.release()

    def ping(self) -> None:
        """Return: memory always answers."""

    def close(self) -> None:
        """Return: there is nothing to release."""

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if getattr(self._here, "busy", False):
            raise RuntimeError("units of work do not nest")
        self._here.busy = True
        try:
            yield
        finally:
            self._here.busy = False
