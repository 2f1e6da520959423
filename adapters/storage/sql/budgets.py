"""Uses bounded by user and window, in SQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import case, delete, literal_column, or_

from adapters.storage.sql.parameters import LIMIT, NOW_MS, matches, of_user, upsert, values
from adapters.storage.sql.tables import BUDGETS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub
from domain.ports.attempts import Budget

IS_OVER: Final = BUDGETS.c.ends_at_ms <= NOW_MS
SPEND: Final = (
    upsert(BUDGETS)
    .values({**values(BUDGETS.c), "used": literal_column("1")})
    .on_conflict_do_update(
        index_elements=list(BUDGETS.primary_key.columns),
        set_={
            "used": case((IS_OVER, literal_column("1")), else_=BUDGETS.c.used + 1),
            "ends_at_ms": case(
                (IS_OVER, values(BUDGETS.c)["ends_at_ms"]), else_=BUDGETS.c.ends_at_ms
            ),
        },
        where=or_(IS_OVER, BUDGETS.c.used < LIMIT),
    )
)
"""Touches one row if there was a use left, none otherwise."""
RESTORE: Final = delete(BUDGETS).where(of_user(BUDGETS), matches(BUDGETS.c.name))


class SqlBudgets:
    """The port `Budgets`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def spend(self, pool_id: PoolId, sub: Sub, budget: Budget, now_ms: int) -> bool:
        if budget.limit < 1:
            return False
        row = {
            "pool_id": pool_id,
            "sub": sub,
            "name": budget.name,
            "ends_at_ms": now_ms + budget.window_s * 1_000,
            "now_ms": now_ms,
            "limit": budget.limit,
        }
        return self._work.change(SPEND, row) == 1

    def restore(self, pool_id: PoolId, sub: Sub, name: str) -> None:
        self._work.change(RESTORE, {"pool_id": pool_id, "sub": sub, "name": name})
