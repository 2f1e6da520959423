"""Groups in memory."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.memory import memberships
from adapters.storage.memory.tables import View
from domain.model.group import Group
from domain.model.identifiers import PoolId
from domain.ports.sentinels import Missing, Taken


class MemoryGroups:
    """The port `Groups`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, group: Group) -> None:
        if self._view.pools.get(group.pool_id) is None:
            raise Missing
        key = (group.pool_id, group.name)
        if self._view.groups.get(key) is not None:
            raise Taken("group")
        self._view.groups.put(key, group)

    def get(self, pool_id: PoolId, name: str) -> Group | None:
        return self._view.groups.get((pool_id, name))

    def save(self, group: Group) -> None:
        key = (group.pool_id, group.name)
        if self._view.groups.get(key) is None:
            raise Missing
        self._view.groups.put(key, group)

    def remove(self, pool_id: PoolId, name: str) -> None:
        if not self._view.groups.drop((pool_id, name)):
            raise Missing
        rows = self._view.memberships
        for row in rows.where(lambda row: row.pool_id == pool_id and name in row.groups):
            memberships.put(self._view, pool_id, row.sub, row.groups - {name})

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[Group]:
        rows = self._view.groups.where(
            lambda row: row.pool_id == pool_id and (after is None or row.name > after)
        )
        return sorted(rows, key=lambda row: row.name)[:limit]

    def count(self, pool_id: PoolId, at_most: int) -> int:
        return min(len(self._view.groups.where(lambda row: row.pool_id == pool_id)), at_most)
