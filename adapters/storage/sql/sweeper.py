"""Housekeeping in SQL. These statements carry no pool id: time is over for every pool alike."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Column, Table, delete, select, tuple_
from sqlalchemy.sql.dml import ReturningDelete

from adapters.storage.sql.parameters import LIMIT, parameter
from adapters.storage.sql.tables import (
    AUTH_EVENTS,
    BUDGETS,
    CODES,
    FAMILIES,
    LOCKS,
    PENDING,
    SESSIONS,
    SPENT,
)
from adapters.storage.sql.work import Work

DAY_MS: Final = 86_400_000


def _sweep(table: Table, over_at: Column[Any]) -> ReturningDelete[Any]:
    """Return the deletion of at most `limit` rows whose column is `until_ms` or earlier."""
    key = list(table.primary_key.columns)
    over = (
        select(*key)
        .where(over_at <= parameter("until_ms", over_at.type))
        .order_by(over_at)
        .limit(LIMIT)
        # What another sweeper or a use of the row holds is passed over, not waited for.
        .with_for_update(skip_locked=True)
        .cte("over")
    )
    return delete(table).where(tuple_(*key).in_(select(*over.c))).returning(over_at)


SWEEPS: Final = {
    "codes": (_sweep(CODES, CODES.c.expires_at_ms), 0),
    "pending": (_sweep(PENDING, PENDING.c.expires_at_ms), 0),
    "spent": (_sweep(SPENT, SPENT.c.expires_at_ms), 0),
    "budgets": (_sweep(BUDGETS, BUDGETS.c.ends_at_ms), DAY_MS),
    "locks": (_sweep(LOCKS, LOCKS.c.last_attempt_at_ms), DAY_MS),
    "families": (_sweep(FAMILIES, FAMILIES.c.expires_at_ms), 0),
    "sessions": (_sweep(SESSIONS, SESSIONS.c.expires_at_ms), 0),
    "auth_events": (_sweep(AUTH_EVENTS, AUTH_EVENTS.c.expires_at_ms), 0),
}
"""By kind: the statement, and for how long a row is kept after its time."""


class SqlSweeper:
    """The port `Sweeper`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def sweep(self, now_ms: int, limit: int) -> Mapping[str, int]:
        return {
            # Counted by what comes back: sqlite3 counts no rows of a statement that begins WITH.
            kind: len(
                self._work.changed_rows(statement, {"until_ms": now_ms - kept_ms, "limit": limit})
            )
            for kind, (statement, kept_ms) in SWEEPS.items()
        }
