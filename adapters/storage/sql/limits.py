"""Rates of categories in SQL."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlalchemy import select

from adapters.storage.sql.parameters import upsert, values
from adapters.storage.sql.tables import LIMITS
from adapters.storage.sql.work import Work

PUT: Final = (
    upsert(LIMITS)
    .values(values(LIMITS.c))
    .on_conflict_do_update(
        index_elements=list(LIMITS.primary_key), set_=values([LIMITS.c.per_second])
    )
)
ALL: Final = select(LIMITS)


class SqlLimits:
    """The port `Limits`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, category: str, per_second: int) -> None:
        self._work.change(PUT, {"category": category, "per_second": per_second})

    def all(self) -> Mapping[str, int]:
        return dict(map(tuple, self._work.rows(ALL, {})))
