"""A store that notes what is called of its units, by the path of each method ("users.save")."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from domain.ports.store import Store, Unit


class NotingStore:
    """A store over another: `units` are the calls of each writing unit, `reads` all others."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.units: list[list[str]] = []
        self.reads: list[str] = []

    @contextmanager
    def reading(self) -> Iterator[Unit]:
        with self._store.reading() as unit:
            yield _Noted(unit, self.reads, ())  # type: ignore[misc] # stands in for any unit

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        calls: list[str] = []
        self.units.append(calls)
        with self._store.writing() as unit:
            yield _Noted(unit, calls, ())  # type: ignore[misc] # stands in for any unit

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        self._store.close()

    def taken(self) -> list[str]:
        """What was called since the last time."""
        calls = [*self.reads, *(call for unit in self.units for call in unit)]
        self.reads.clear()
        self.units.clear()
        return calls


class _Noted:
    """A unit, or one of its repositories, whose calls are noted by their path."""

    def __init__(self, noted: object, calls: list[str], path: tuple[str, ...]) -> None:
        self._noted = noted
        self._calls = calls
        self._path = path

    def __getattr__(self, name: str) -> object:
        found, path = getattr(self._noted, name), (*self._path, name)
        if len(path) == 1:
            return _Noted(found, self._calls, path)
        self._calls.append(".".join(path))
        return found
