"""Seeing every statement that a store sends: for tests of statement budgets, and for debugging."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from adapters.storage.sql.store import SqlStore


@dataclass(slots=True)
class Seen:
    """What was sent since the watch began, in order, as the database got it."""

    statements: list[str] = field(default_factory=list)
    """Queries and changes, without what begins and ends a transaction."""
    begun: int = 0
    commits: int = 0
    rollbacks: int = 0

    def note(self, statement: str) -> None:
        """Count one statement as what it is."""
        word = statement.split(maxsplit=1)[0].upper()
        if word == "BEGIN":
            self.begun += 1
        elif word == "COMMIT":
            self.commits += 1
        elif word == "ROLLBACK":
            self.rollbacks += 1
        else:
            self.statements.append(statement)


@contextmanager
def observe(store: SqlStore) -> Iterator[Seen]:
    """Watch a store: everything its units send inside the block, in all threads, is noted."""
    seen = Seen()

    store.driver.watchers.append(seen.note)
    try:
        yield seen
    finally:
        store.driver.watchers.remove(seen.note)
