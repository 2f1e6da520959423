"""Resource servers in memory."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.memory.names import versions
from adapters.storage.memory.tables import View
from domain.model.identifiers import ClientId, PoolId
from domain.model.resource_server import ResourceServer
from domain.ports.resource_servers import FoundScopes
from domain.ports.sentinels import Missing, Taken


class MemoryResourceServers:
    """The port `ResourceServers`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, server: ResourceServer) -> None:
        if self._view.pools.get(server.pool_id) is None:
            raise Missing
        key = (server.pool_id, server.identifier)
        if self._view.resource_servers.get(key) is not None:
            raise Taken("resource server")
        self._view.resource_servers.put(key, server)

    def get(self, pool_id: PoolId, identifier: str) -> ResourceServer | None:
        return self._view.resource_servers.get((pool_id, identifier))

    def save(self, server: ResourceServer) -> None:
        key = (server.pool_id, server.identifier)
        if self._view.resource_servers.get(key) is None:
            raise Missing
        self._view.resource_servers.put(key, server)

    def remove(self, pool_id: PoolId, identifier: str) -> None:
        if not self._view.resource_servers.drop((pool_id, identifier)):
            raise Missing

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[ResourceServer]:
        rows = self._view.resource_servers.where(
            lambda row: row.pool_id == pool_id and (after is None or row.identifier > after)
        )
        return sorted(rows, key=lambda row: row.identifier)[:limit]

    def count(self, pool_id: PoolId, at_most: int) -> int:
        return min(len(self._of_pool(pool_id)), at_most)

    def scopes(self, pool_id: PoolId, client_id: ClientId | None = None) -> FoundScopes:
        with self._view.guard:
            names = frozenset(
                f"{server.identifier}/{scope.name}"
                for server in self._of_pool(pool_id)
                for scope in server.scopes
            )
            return FoundScopes(names=names, versions=versions(self._view, pool_id, client_id))

    def _of_pool(self, pool_id: PoolId) -> Sequence[ResourceServer]:
        return self._view.resource_servers.where(lambda row: row.pool_id == pool_id)
