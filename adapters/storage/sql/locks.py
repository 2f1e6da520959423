"""The lock on password guessing in SQL: the rule of `domain.model.lockout` as one statement."""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, case, delete, literal_column, or_
from sqlalchemy.dialects.postgresql import Insert

from adapters.storage.sql.parameters import NOW_MS, bound, of_user, upsert
from adapters.storage.sql.tables import LOCKS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub
from domain.model.lockout import DOUBLINGS_MAX, FREE_ATTEMPTS, QUIET_MS, lock_ms


def _number(value: int) -> ColumnElement[int]:
    return literal_column(str(value))


def _lock_ms() -> ColumnElement[int]:
    """Return `lock_ms(failures)`, made from it, so that the two cannot differ."""
    failures, longest = LOCKS.c.failures, FREE_ATTEMPTS + 1 + DOUBLINGS_MAX
    return case(
        (failures <= _number(FREE_ATTEMPTS), _number(0)),
        *(
            (failures == _number(count), _number(lock_ms(count)))
            for count in range(FREE_ATTEMPTS + 1, longest)
        ),
        else_=_number(lock_ms(longest)),
    )


def _claim() -> Insert:
    """Return the statement that touches one row if the attempt may be made, none if it may not."""
    failures, last_ms, locked_ms = LOCKS.c.failures, LOCKS.c.last_attempt_at_ms, _lock_ms()
    since_ms = NOW_MS - last_ms
    is_forgotten = since_ms >= locked_ms + _number(QUIET_MS)
    first = {
        "pool_id": bound(LOCKS.c.pool_id),
        "sub": bound(LOCKS.c.sub),
        "failures": _number(1),
        "last_attempt_at_ms": NOW_MS,
    }
    next_one = {
        "failures": case((is_forgotten, _number(1)), else_=failures + _number(1)),
        "last_attempt_at_ms": case((last_ms < NOW_MS, NOW_MS), else_=last_ms),
    }
    # Not `is_locked`: a negative time since the last attempt counts as none.
    may_try = or_(locked_ms == _number(0), since_ms >= locked_ms)
    return (
        upsert(LOCKS)
        .values(first)
        .on_conflict_do_update(
            index_elements=list(LOCKS.primary_key.columns), set_=next_one, where=may_try
        )
    )


CLAIM: Final = _claim()
CLEAR: Final = delete(LOCKS).where(of_user(LOCKS))


class SqlLocks:
    """The port `Locks`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def claim(self, pool_id: PoolId, sub: Sub, now_ms: int) -> bool:
        return self._work.change(CLAIM, {"pool_id": pool_id, "sub": sub, "now_ms": now_ms}) == 1

    def clear(self, pool_id: PoolId, sub: Sub) -> None:
        self._work.change(CLEAR, {"pool_id": pool_id, "sub": sub})
