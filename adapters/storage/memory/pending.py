"""Values that wait for their user's next request, in memory."""

from __future__ import annotations

from adapters.storage.memory.tables import View
from domain.model.identifiers import PoolId, Sub
from domain.model.pending import PendingValue


class MemoryPending:
    """The port `Pending`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def put(self, value: PendingValue) -> None:
        self._view.pending.put((value.pool_id, value.sub, value.name), value)

    def get(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        return self._view.pending.get((pool_id, sub, name))

    def take(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        value = self._view.pending.get((pool_id, sub, name))
        self._view.pending.drop((pool_id, sub, name))
        return value
