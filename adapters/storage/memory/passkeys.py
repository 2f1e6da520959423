"""Passkeys in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId, Sub
from domain.model.passkey import Passkey
from domain.ports.passkeys import PasskeyUse
from domain.ports.sentinels import Missing, Taken


class MemoryPasskeys:
    """The port `Passkeys`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, passkey: Passkey) -> None:
        if self._view.users.get((passkey.pool_id, passkey.sub)) is None:
            raise Missing
        key = (passkey.pool_id, passkey.sub, passkey.id)
        if self._view.passkeys.get(key) is not None:
            raise Taken("passkey")
        self._view.passkeys.put(key, passkey)

    def of_user(self, pool_id: PoolId, sub: Sub) -> Sequence[Passkey]:
        rows = self._view.passkeys.where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        return sorted(rows, key=lambda row: (row.created_at_ms, row.id), reverse=True)

    def use(self, pool_id: PoolId, sub: Sub, passkey_id: str, use: PasskeyUse) -> bool:
        passkey = self._view.passkeys.get((pool_id, sub, passkey_id))
        if passkey is None or passkey.sign_count != use.counted:
            return False
        used = replace(
            passkey, sign_count=use.sign_count, backed_up=use.backed_up, used_at_ms=use.at_ms
        )
        self._view.passkeys.put((pool_id, sub, passkey_id), used)
        return True

    def remove(self, pool_id: PoolId, sub: Sub, passkey_id: str) -> None:
        if not self._view.passkeys.drop((pool_id, sub, passkey_id)):
            raise Missing
