"""Ids of values that were used, in SQL."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from adapters.storage.sql.parameters import insert_or_yield, matches
from adapters.storage.sql.tables import SPENT
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub

SPEND: Final = insert_or_yield(SPENT)
IS_SPENT: Final = select(SPENT.c.expires_at_ms).where(
    matches(SPENT.c.pool_id, SPENT.c.sub, SPENT.c.value_id)
)


class SqlSpent:
    """The port `Spent`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def spend(self, pool_id: PoolId, sub: Sub, value_id: str, expires_at_ms: int) -> bool:
        row = {
            "pool_id": pool_id,
            "sub": sub,
            "value_id": value_id,
            "expires_at_ms": expires_at_ms,
        }
        return self._work.change(SPEND, row) == 1

    def is_spent(self, pool_id: PoolId, sub: Sub, value_id: str) -> bool:
        key = {"pool_id": pool_id, "sub": sub, "value_id": value_id}
        return self._work.row(IS_SPENT, key) is not None
