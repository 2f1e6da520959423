"""Access keys in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.access_key import AccessKey
from domain.ports.sentinels import Missing, Taken


class MemoryAccessKeys:
    """The port `AccessKeys`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, key: AccessKey) -> None:
        if self._view.access_keys.get(key.id) is not None:
            raise Taken("access key")
        self._view.access_keys.put(key.id, key)

    def get(self, key_id: str) -> AccessKey | None:
        return self._view.access_keys.get(key_id)

    def disable(self, key_id: str, at_ms: int) -> None:
        key = self._view.access_keys.get(key_id)
        if key is None:
            raise Missing
        if key.disabled_at_ms is None:
            self._view.access_keys.put(key_id, replace(key, disabled_at_ms=at_ms))

    def page(self, after: str | None, limit: int) -> Sequence[AccessKey]:
        rows = self._view.access_keys.where(lambda row: after is None or row.id > after)
        return sorted(rows, key=lambda row: row.id)[:limit]
