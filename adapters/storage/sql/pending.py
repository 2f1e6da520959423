"""Values that wait for their user's next request, in SQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import delete, select

from adapters.storage.sql.parameters import matches, of_user, upsert, values
from adapters.storage.sql.tables import PENDING
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId, Sub
from domain.model.pending import PendingValue

OF_NAME: Final = of_user(PENDING) & matches(PENDING.c.name)

PUT: Final = (
    upsert(PENDING)
    .values(values(PENDING.c))
    .on_conflict_do_update(
        index_elements=list(PENDING.primary_key.columns),
        set_=values(column for column in PENDING.c if not column.primary_key),
    )
)
GET: Final = select(PENDING).where(OF_NAME)
TAKE: Final = delete(PENDING).where(OF_NAME).returning(*PENDING.c)


class SqlPending:
    """The port `Pending`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, value: PendingValue) -> None:
        row = {"sealed": value.sealed, "expires_at_ms": value.expires_at_ms}
        self._work.change(PUT, {**_key(value.pool_id, value.sub, value.name), **row})

    def get(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        return _value(self._work.row(GET, _key(pool_id, sub, name)))

    def take(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        return _value(self._work.changed_row(TAKE, _key(pool_id, sub, name)))


def _key(pool_id: PoolId, sub: Sub, name: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "sub": sub, "name": name}


def _value(row: Row | None) -> PendingValue | None:
    if row is None:
        return None
    pool_id, sub, name, sealed, expires_at_ms = row
    return PendingValue(
        pool_id=pool_id, sub=sub, name=name, sealed=sealed, expires_at_ms=expires_at_ms
    )
