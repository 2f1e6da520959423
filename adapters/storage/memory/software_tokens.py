"""Software tokens in memory."""

from __future__ import annotations

from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.factors import SoftwareToken
from domain.model.identifiers import PoolId, Sub


class MemorySoftwareTokens:
    """The port `SoftwareTokens`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def get(self, pool_id: PoolId, sub: Sub) -> SoftwareToken | None:
        return self._view.software_tokens.get((pool_id, sub))

    def put(self, token: SoftwareToken) -> None:
        self._view.software_tokens.put((token.pool_id, token.sub), token)

    def use(self, pool_id: PoolId, sub: Sub, token_id: str, step: int) -> bool:
        token = self._view.software_tokens.get((pool_id, sub))
        if token is None or token.id != token_id or step <= token.last_step:
            return False
        self._view.software_tokens.put((pool_id, sub), replace(token, last_step=step))
        return True

    def drop(self, pool_id: PoolId, sub: Sub) -> bool:
        return self._view.software_tokens.drop((pool_id, sub))
