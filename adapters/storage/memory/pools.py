"""User pools in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.ports.sentinels import Missing, Stale, Taken


class MemoryPools:
    """The port `Pools`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, pool: UserPool) -> None:
        if self._view.pool_ids.get(pool.id) is not None:
            raise Taken("pool")
        self._view.pool_ids.put(pool.id, pool.id)
        self._view.pools.put(pool.id, pool)

    def get(self, pool_id: PoolId) -> UserPool | None:
        return self._view.pools.get(pool_id)

    def save(self, pool: UserPool) -> UserPool:
        stored = self._view.pools.get(pool.id)
        if stored is None:
            raise Missing
        if stored.version != pool.version:
            raise Stale
        saved = replace(pool, version=pool.version + 1)
        self._view.pools.put(pool.id, saved)
        return saved

    def remove(self, pool_id: PoolId) -> None:
        view = self._view
        if not view.pools.drop(pool_id):
            raise Missing
        view.clients.drop_where(lambda row: row.pool_id == pool_id)
        view.users.drop_where(lambda row: row.pool_id == pool_id)
        view.names.drop_where(lambda row: row.pool_id == pool_id)
        view.credentials.drop_where(lambda row: row.pool_id == pool_id)
        view.software_tokens.drop_where(lambda row: row.pool_id == pool_id)
        view.devices.drop_where(lambda row: row.pool_id == pool_id)
        view.passkeys.drop_where(lambda row: row.pool_id == pool_id)
        view.groups.drop_where(lambda row: row.pool_id == pool_id)
        view.memberships.drop_where(lambda row: row.pool_id == pool_id)
        view.items.drop_where(lambda row: row.pool_id == pool_id)
        view.domains.drop_where(lambda row: row.pool_id == pool_id)
        view.import_pieces.drop_where(lambda row: row.pool_id == pool_id)
        view.import_queue.drop_where(lambda row: row.pool_id == pool_id)
        view.resource_servers.drop_where(lambda row: row.pool_id == pool_id)
        view.pending.drop_where(lambda row: row.pool_id == pool_id)
        view.codes.drop_where(lambda row: row.pool_id == pool_id)
        view.locks.drop_where(lambda row: row.pool_id == pool_id)
        view.budgets.drop_where(lambda row: row.pool_id == pool_id)
        view.spent.drop_where(lambda row: row.pool_id == pool_id)
        view.families.drop_where(lambda row: row.pool_id == pool_id)
        view.sessions.drop_where(lambda row: row.pool_id == pool_id)
        view.auth_events.drop_where(lambda row: row.pool_id == pool_id)
        view.signing_keys.drop_where(lambda row: row.pool_id == pool_id)
        view.outbox.drop_where(lambda row: row.pool_id == pool_id)

    def page(self, after: PoolId | None, limit: int) -> Sequence[UserPool]:
        rows = self._view.pools.where(lambda row: after is None or row.id > after)
        return sorted(rows, key=lambda row: row.id)[:limit]
