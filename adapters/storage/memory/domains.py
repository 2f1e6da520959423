"""Domains of pools in memory."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from adapters.storage.memory.tables import View
from domain.model.domain import Domain
from domain.model.identifiers import PoolId
from domain.ports.sentinels import Missing, Taken


class MemoryDomains:
    """The port `Domains`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, domain: Domain) -> None:
        if self.get(domain.name) is not None:
            raise Taken("domain")
        if self._view.pools.get(domain.pool_id) is None:
            raise Missing
        if any(domain.is_custom == other.is_custom for other in self.of_pool(domain.pool_id)):
            raise Taken("pool")
        self._view.domains.put(domain.name, domain)

    def get(self, name: str) -> Domain | None:
        return self._view.domains.get(name)

    def of_pool(self, pool_id: PoolId) -> Sequence[Domain]:
        rows = self._view.domains.where(lambda row: row.pool_id == pool_id)
        return sorted(rows, key=lambda row: row.name)

    def change(self, pool_id: PoolId, name: str, change: Callable[[Domain], Domain]) -> Domain:
        changed = change(self._required(pool_id, name))
        self._view.domains.put(name, changed)
        return changed

    def remove(self, pool_id: PoolId, name: str) -> None:
        self._required(pool_id, name)
        self._view.domains.drop(name)

    def _required(self, pool_id: PoolId, name: str) -> Domain:
        domain = self.get(name)
        if domain is None or domain.pool_id != pool_id:
            raise Missing
        return domain
