"""App clients in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.client import AppClient
from domain.model.identifiers import ClientId, PoolId
from domain.ports.sentinels import Missing, Stale, Taken


class MemoryClients:
    """The port `Clients`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, client: AppClient) -> None:
        if self._view.pools.get(client.pool_id) is None:
            raise Missing
        if self._view.clients.get(client.id) is not None:
            raise Taken("client")
        self._view.clients.put(client.id, client)

    def get(self, client_id: ClientId) -> AppClient | None:
        return self._view.clients.get(client_id)

    def save(self, client: AppClient) -> AppClient:
        stored = self._of_pool(client.pool_id, client.id)
        if stored.version != client.version:
            raise Stale
        saved = replace(client, version=client.version + 1)
        self._view.clients.put(client.id, saved)
        return saved

    def hold(self, pool_id: PoolId, client_id: ClientId) -> None:
        self._of_pool(pool_id, client_id)

    def remove(self, pool_id: PoolId, client_id: ClientId) -> None:
        self._of_pool(pool_id, client_id)
        self._view.clients.drop(client_id)
        for rows in (self._view.families, self._view.sessions):
            rows.drop_where(lambda row: (row.pool_id, row.client_id) == (pool_id, client_id))

    def page(self, pool_id: PoolId, after: ClientId | None, limit: int) -> Sequence[AppClient]:
        rows = self._view.clients.where(
            lambda row: row.pool_id == pool_id and (after is None or row.id > after)
        )
        return sorted(rows, key=lambda row: row.id)[:limit]

    def _of_pool(self, pool_id: PoolId, client_id: ClientId) -> AppClient:
        stored = self._view.clients.get(client_id)
        if stored is None or stored.pool_id != pool_id:
            raise Missing
        return stored
