"""One-time codes in memory."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import PoolId, Sub


class MemoryCodes:
    """The port `Codes`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def put(self, code: OneTimeCode) -> None:
        self._view.codes.put((code.pool_id, code.sub, code.purpose), code)

    def get(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose) -> OneTimeCode | None:
        return self._view.codes.get((pool_id, sub, purpose))

    def claim(
        self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, now_ms: int, limit: int
    ) -> OneTimeCode | None:
        code = self._view.codes.get((pool_id, sub, purpose))
        if code is None or now_ms >= code.expires_at_ms or code.tries >= limit:
            return None
        claimed = replace(code, tries=code.tries + 1)
        self._view.codes.put((pool_id, sub, purpose), claimed)
        return claimed

    def consume(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, code_id: str) -> bool:
        code = self._view.codes.get((pool_id, sub, purpose))
        if code is None or code.id != code_id:
            return False
        return self._view.codes.drop((pool_id, sub, purpose))

    def drop(self, pool_id: PoolId, sub: Sub) -> None:
        self._view.codes.drop_where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
