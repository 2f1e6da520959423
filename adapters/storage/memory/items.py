"""Items of pools in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar, cast

from adapters.storage.memory.tables import ItemRow, View
from domain.model.identifiers import PoolId
from domain.model.item import Kind
from domain.ports.sentinels import Missing, Taken

T = TypeVar("T")


class MemoryItems:
    """The port `Items`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        self._require_pool(pool_id)
        if self.get(kind, pool_id, key) is not None:
            raise Taken(kind.name)
        self._write(kind, pool_id, key, item)

    def put(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        self._require_pool(pool_id)
        self._write(kind, pool_id, key, item)

    def get(self, kind: Kind[T], pool_id: PoolId, key: str) -> T | None:
        row = self._view.items.get((pool_id, kind.name, key))
        return None if row is None else cast("T", row.item)

    def change(self, kind: Kind[T], pool_id: PoolId, key: str, change: Callable[[T], T]) -> T:
        item = self.get(kind, pool_id, key)
        if item is None:
            raise Missing
        changed = change(item)
        self._write(kind, pool_id, key, changed)
        return changed

    def remove(self, kind: Kind[T], pool_id: PoolId, key: str) -> T:
        item = self.get(kind, pool_id, key)
        if item is None:
            raise Missing
        self._view.items.drop((pool_id, kind.name, key))
        return item

    def page(self, kind: Kind[T], pool_id: PoolId, after: str | None, limit: int) -> Sequence[T]:
        rows = [row for row in self._of_kind(kind, pool_id) if after is None or row.key > after]
        return [cast("T", row.item) for row in sorted(rows, key=lambda row: row.key)[:limit]]

    def count(self, kind: Kind[T], pool_id: PoolId, at_most: int) -> int:
        return min(len(self._of_kind(kind, pool_id)), at_most)

    def _of_kind(self, kind: Kind[T], pool_id: PoolId) -> Sequence[ItemRow]:
        return self._view.items.where(lambda row: (row.pool_id, row.kind) == (pool_id, kind.name))

    def _require_pool(self, pool_id: PoolId) -> None:
        if self._view.pools.get(pool_id) is None:
            raise Missing

    def _write(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        row = ItemRow(pool_id=pool_id, kind=kind.name, key=key, item=item)
        self._view.items.put((pool_id, kind.name, key), row)
