"""User pools in SQL: a document each, and their keys in a column of their own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import delete, insert, select, update

from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.parameters import LIMIT, bound, insert_or_yield, matches, values
from adapters.storage.sql.tables import METADATA, POOL_IDS, POOLS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.ports.sentinels import Missing, Stale, Taken

CODEC: Final = Codec(UserPool)

CLAIM_ID: Final = insert_or_yield(POOL_IDS)
ADD: Final = insert(POOLS).values(values(POOLS.c))
_SELECT: Final = select(POOLS.c.version, POOLS.c["keys"], POOLS.c.document)
GET: Final = _SELECT.where(matches(POOLS.c.id))
SAVE: Final = (
    update(POOLS)
    .where(matches(POOLS.c.id), POOLS.c.version == bound(POOLS.c.version, "old_version"))
    .values(values([POOLS.c.version, POOLS.c["keys"], POOLS.c.document]))
)
LOCK: Final = select(POOLS.c.id).where(matches(POOLS.c.id)).with_for_update()
"""Waits for those who are adding a user to the pool, and makes others wait and find it gone."""
REMOVE_ROWS: Final = tuple(
    delete(table).where(matches(table.c.pool_id))
    for table in reversed(METADATA.sorted_tables)
    if "pool_id" in table.c
)
REMOVE: Final = delete(POOLS).where(matches(POOLS.c.id))
PAGE: Final = (
    _SELECT.where(POOLS.c.id > bound(POOLS.c.id, "after")).order_by(POOLS.c.id).limit(LIMIT)
)


class SqlPools:
    """The port `Pools`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, pool: UserPool) -> None:
        if not self._work.change(CLAIM_ID, {"id": pool.id}):
            raise Taken("pool")
        self._work.change(ADD, _columns(pool))

    def get(self, pool_id: PoolId) -> UserPool | None:
        row = self._work.row(GET, {"id": pool_id})
        return None if row is None else _pool(row)

    def save(self, pool: UserPool) -> UserPool:
        saved = replace(pool, version=pool.version + 1)
        if not self._work.change(SAVE, {**_columns(saved), "old_version": pool.version}):
            raise Missing if self._work.row(GET, {"id": pool.id}) is None else Stale
        return saved

    def remove(self, pool_id: PoolId) -> None:
        if self._work.changed_row(LOCK, {"id": pool_id}) is None:
            raise Missing
        for statement in REMOVE_ROWS:
            self._work.change(statement, {"pool_id": pool_id})
        self._work.change(REMOVE, {"id": pool_id})

    def page(self, after: PoolId | None, limit: int) -> Sequence[UserPool]:
        rows = self._work.rows(PAGE, {"after": after or "", "limit": limit})
        return [_pool(row) for row in rows]


def _columns(pool: UserPool) -> dict[str, Any]:
    document = CODEC.document(pool)
    version, keys = document.pop("version"), document.pop("keys")
    return {"id": pool.id, "version": version, "keys": dumps(keys), "document": dumps(document)}


def _pool(row: Row) -> UserPool:
    version, keys, document = row
    return CODEC.value({**loads(document), "version": version, "keys": loads(keys)})
