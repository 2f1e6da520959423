"""Token families in memory."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId, Sub
from domain.model.token import NewestToken, TokenFamily
from domain.ports.sentinels import Missing, Stale, Taken


class MemoryFamilies:
    """The port `Families`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, family: TokenFamily, epoch: int) -> None:
        user = self._view.users.get((family.pool_id, family.sub))
        if user is None:
            raise Missing
        if user.epoch != epoch:
            raise Stale
        key = (family.pool_id, family.sub, family.id)
        if self._view.families.get(key) is not None:
            raise Taken("family")
        self._view.families.put(key, family)

    def rotate(
        self, pool_id: PoolId, sub: Sub, family_id: str, generation: int, newest: NewestToken
    ) -> bool:
        key = (pool_id, sub, family_id)
        family = self._view.families.get(key)
        if family is None or family.revoked_at_ms is not None or family.generation != generation:
            return False
        self._view.families.put(key, replace(family, newest=newest))
        return True

    def revoke(self, pool_id: PoolId, sub: Sub, family_id: str, at_ms: int) -> bool:
        family = self._view.families.get((pool_id, sub, family_id))
        if family is None or family.revoked_at_ms is not None:
            return False
        self._end(family, at_ms)
        return True

    def revoke_all(self, pool_id: PoolId, sub: Sub, at_ms: int) -> int:
        live = self._view.families.where(
            lambda row: (row.pool_id, row.sub, row.revoked_at_ms) == (pool_id, sub, None)
        )
        for family in live:
            self._end(family, at_ms)
        return len(live)

    def _end(self, family: TokenFamily, at_ms: int) -> None:
        ended = replace(family, revoked_at_ms=at_ms)
        self._view.families.put((family.pool_id, family.sub, family.id), ended)
