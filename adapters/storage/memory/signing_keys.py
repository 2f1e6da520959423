"""Signing keys in memory."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId
from domain.model.keys import SigningKey
from domain.ports.sentinels import Missing, Taken


class MemorySigningKeys:
    """The port `SigningKeys`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, key: SigningKey) -> None:
        if self._view.pools.get(PoolId(key.pool_id)) is None:
            raise Missing
        if self._view.signing_keys.get((key.pool_id, key.kid)) is not None:
            raise Taken("kid")
        self._view.signing_keys.put((key.pool_id, key.kid), key)

    def of_pool(self, pool_id: PoolId) -> Sequence[SigningKey]:
        rows = self._view.signing_keys.where(lambda row: row.pool_id == pool_id)
        return sorted(rows, key=lambda row: (row.use != "id", -row.created_at_ms, row.kid))
