"""Domains of pools in SQL: a document each, and their form in a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.parameters import insert_into_pool, matches, values
from adapters.storage.sql.tables import DOMAINS, POOLS
from adapters.storage.sql.work import Row, Work
from domain.model.domain import Domain
from domain.model.identifiers import PoolId
from domain.ports.sentinels import Missing, Taken

CODEC: Final = Codec(Domain)

_C: Final = DOMAINS.c
OF_KEY: Final = matches(_C.pool_id, _C.name)
_SELECT: Final = select(_C.document)

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(DOMAINS)
GET: Final = _SELECT.where(matches(_C.name))
OF_POOL: Final = _SELECT.where(matches(_C.pool_id)).order_by(_C.name)
LOCK: Final = _SELECT.where(OF_KEY).with_for_update()
SAVE: Final = update(DOMAINS).where(OF_KEY).values(values([_C.document]))
REMOVE: Final = delete(DOMAINS).where(OF_KEY)


class SqlDomains:
    """The port `Domains`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, domain: Domain) -> None:
        if self._work.change(ADD, _columns(domain)):
            return
        if self.get(domain.name) is not None:
            raise Taken("domain")
        pool = self._work.row(HAS_POOL, {"id": domain.pool_id})
        raise Missing if pool is None else Taken("pool")

    def get(self, name: str) -> Domain | None:
        row = self._work.row(GET, {"name": name})
        return None if row is None else _domain(row)

    def of_pool(self, pool_id: PoolId) -> Sequence[Domain]:
        return [_domain(row) for row in self._work.rows(OF_POOL, {"pool_id": pool_id})]

    def change(self, pool_id: PoolId, name: str, change: Callable[[Domain], Domain]) -> Domain:
        row = self._work.changed_row(LOCK, {"pool_id": pool_id, "name": name})
        if row is None:
            raise Missing
        changed = change(_domain(row))
        self._work.change(SAVE, _columns(changed))
        return changed

    def remove(self, pool_id: PoolId, name: str) -> None:
        if not self._work.change(REMOVE, {"pool_id": pool_id, "name": name}):
            raise Missing


def _columns(domain: Domain) -> dict[str, Any]:
    return {
        "name": domain.name,
        "pool_id": domain.pool_id,
        "custom": domain.is_custom,
        "document": dumps(CODEC.document(domain)),
    }


def _domain(row: Row) -> Domain:
    (document,) = row
    return CODEC.value(loads(document))
