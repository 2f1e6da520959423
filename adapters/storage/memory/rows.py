"""Rows of one table as one unit of work sees them: what is committed, under its own changes."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from itertools import islice
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Rows(Generic[K, V]):
    """One table, seen by one unit.

    Changes lie over the committed rows until `commit`, so that a unit which fails is forgotten by
    doing nothing, and other units see committed rows only. `guard` is held while committed rows are
    read or replaced; only the one writing unit there is at a time calls what changes rows.
    """

    def __init__(
        self, committed: dict[K, V], guard: AbstractContextManager[object], *, writable: bool
    ) -> None:
        self._committed = committed
        self._guard = guard
        self._writable = writable
        self._changes: dict[K, V | None] = {}

    def get(self, key: K) -> V | None:
        """Return the row, or None."""
        if key in self._changes:
            return self._changes[key]
        with self._guard:
            return self._committed.get(key)

    def where(self, matches: Callable[[V], bool]) -> list[V]:
        """Return every row that matches, in no order."""
        return [row for row in self._all().values() if row is not None and matches(row)]

    def put(self, key: K, row: V) -> None:
        """Write the row, new or in place of the present one."""
        self._change(key, row)

    def drop(self, key: K) -> bool:
        """Delete the row; whether there was one."""
        existed = self.get(key) is not None
        self._change(key, None)
        return existed

    def drop_where(self, matches: Callable[[V], bool], limit: int | None = None) -> int:
        """Delete every row that matches, at most `limit`; return how many were deleted."""
        found = (key for key, row in self._all().items() if row is not None and matches(row))
        doomed = list(islice(found, limit))
        for key in doomed:
            self._change(key, None)
        return len(doomed)

    def commit(self) -> None:
        """Make the changes visible to other units. The caller holds the guard."""
        for key, row in self._changes.items():
            if row is None:
                self._committed.pop(key, None)
            else:
                self._committed[key] = row

    def _all(self) -> dict[K, V | None]:
        with self._guard:
            return {**self._committed, **self._changes}

    def _change(self, key: K, row: V | None) -> None:
        if not self._writable:
            raise RuntimeError("a reading unit does not write")
        self._changes[key] = row
