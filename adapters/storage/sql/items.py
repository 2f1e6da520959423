"""Items of pools in SQL: a document each, and what is sealed of it in a column of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, Final, TypeVar

from sqlalchemy import delete, func, literal_column, select, update

from adapters.storage.sql.codec import Codec, dumps, loads
from adapters.storage.sql.parameters import (
    LIMIT,
    bound,
    in_held_pool,
    insert_into_pool,
    matches,
    put_into_pool,
    values,
)
from adapters.storage.sql.tables import ITEMS, POOLS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId
from domain.model.item import Kind
from domain.ports.sentinels import Missing, Taken

T = TypeVar("T")

_C: Final = ITEMS.c
OF_KIND: Final = matches(_C.pool_id, _C.kind)
OF_KEY: Final = matches(_C.pool_id, _C.kind, _C.key)
OF_HELD: Final = in_held_pool(ITEMS) & matches(_C.kind, _C.key)
_VALUE: Final = (_C.sealed, _C.document)
_SELECT: Final = select(*_VALUE)

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(ITEMS)
PUT: Final = put_into_pool(ITEMS)
GET: Final = _SELECT.where(OF_KEY)
LOCK: Final = _SELECT.where(OF_HELD).with_for_update()
SAVE: Final = update(ITEMS).where(OF_KEY).values(values(_VALUE))
REMOVE: Final = delete(ITEMS).where(OF_HELD).returning(*_VALUE)
PAGE: Final = _SELECT.where(OF_KIND, _C.key > bound(_C.key, "after")).order_by(_C.key).limit(LIMIT)
COUNT: Final = select(func.count()).select_from(
    select(literal_column("1").label("one")).where(OF_KIND).limit(LIMIT).subquery()
)


class SqlItems:
    """The port `Items`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        if not self._work.change(ADD, _columns(kind, pool_id, key, item)):
            pool = self._work.row(HAS_POOL, {"id": pool_id})
            raise Missing if pool is None else Taken(kind.name)

    def put(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        if not self._work.change(PUT, _columns(kind, pool_id, key, item)):
            raise Missing

    def get(self, kind: Kind[T], pool_id: PoolId, key: str) -> T | None:
        row = self._work.row(GET, _key(kind, pool_id, key))
        return None if row is None else _item(kind, row)

    def change(self, kind: Kind[T], pool_id: PoolId, key: str, change: Callable[[T], T]) -> T:
        row = self._work.changed_row(LOCK, _key(kind, pool_id, key))
        if row is None:
            raise Missing
        changed = change(_item(kind, row))
        self._work.change(SAVE, _columns(kind, pool_id, key, changed))
        return changed

    def remove(self, kind: Kind[T], pool_id: PoolId, key: str) -> T:
        row = self._work.changed_row(REMOVE, _key(kind, pool_id, key))
        if row is None:
            raise Missing
        return _item(kind, row)

    def page(self, kind: Kind[T], pool_id: PoolId, after: str | None, limit: int) -> Sequence[T]:
        page = {"pool_id": pool_id, "kind": kind.name, "after": after or "", "limit": limit}
        return [_item(kind, row) for row in self._work.rows(PAGE, page)]

    def count(self, kind: Kind[T], pool_id: PoolId, at_most: int) -> int:
        of_kind = {"pool_id": pool_id, "kind": kind.name, "limit": at_most}
        counted: int = self._work.one(COUNT, of_kind)[0]
        return counted


def _key(kind: Kind[T], pool_id: PoolId, key: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "kind": kind.name, "key": key}


def _columns(kind: Kind[T], pool_id: PoolId, key: str, item: T) -> dict[str, Any]:
    document = _codec(kind).document(item)
    sealed = None if kind.sealed is None else document.pop(kind.sealed)
    return {**_key(kind, pool_id, key), "sealed": sealed, "document": dumps(document)}


def _item(kind: Kind[T], row: Row) -> T:
    sealed, text = row
    document = loads(text)
    if kind.sealed is not None:
        document[kind.sealed] = sealed
    item: T = _codec(kind).value(document)
    return item


@cache
def _codec(kind: Kind[T]) -> Codec[T]:
    return Codec(kind.of)
