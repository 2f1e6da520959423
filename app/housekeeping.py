"""Sweeping: what has expired is deleted, in small transactions until nothing is left of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Final

from domain.ports.store import Store

LIMIT: Final = 1_000
"""Rows of each kind that one transaction deletes, so that no sign-in waits for long."""


def sweep(store: Store, now_ms: int, is_stopping: Callable[[], bool]) -> Mapping[str, int]:
    """Delete all that had expired at `now_ms`, and return how many rows, by kind.

    Every sign-in leaves rows: to delete no more than a batch now and then would let them grow for
    ever under load. Raises Unavailable.
    """
    removed: Counter[str] = Counter()
    while not is_stopping():
        with store.writing() as unit:
            swept = unit.sweeper.sweep(now_ms, LIMIT)
        removed.update(swept)
        if max(swept.values(), default=0) < LIMIT:
            break
    return removed
