"""Rates of categories in memory."""

from __future__ import annotations

from collections.abc import Mapping

from adapters.storage.memory.tables import LimitRow, View


class MemoryLimits:
    """The port `Limits`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def put(self, category: str, per_second: int) -> None:
        self._view.limits.put(category, LimitRow(category=category, per_second=per_second))

    def all(self) -> Mapping[str, int]:
        rows = self._view.limits.where(lambda _: True)
        return {row.category: row.per_second for row in rows}
