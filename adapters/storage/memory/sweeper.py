"""Housekeeping in memory."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from adapters.storage.memory.tables import View

DAY_MS: Final = 86_400_000


class MemorySweeper:
    """The port `Sweeper`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def sweep(self, now_ms: int, limit: int) -> Mapping[str, int]:
        view, day_ago_ms = self._view, now_ms - DAY_MS
        return {
            "codes": view.codes.drop_where(lambda row: row.expires_at_ms <= now_ms, limit),
            "pending": view.pending.drop_where(lambda row: row.expires_at_ms <= now_ms, limit),
            "spent": view.spent.drop_where(lambda row: row.expires_at_ms <= now_ms, limit),
            "budgets": view.budgets.drop_where(lambda row: row.ends_at_ms <= day_ago_ms, limit),
            "locks": view.locks.drop_where(lambda row: row.last_attempt_at_ms <= day_ago_ms, limit),
            "families": view.families.drop_where(lambda row: row.expires_at_ms <= now_ms, limit),
            "sessions": view.sessions.drop_where(lambda row: row.expires_at_ms <= now_ms, limit),
            "auth_events": view.auth_events.drop_where(
                lambda row: row.expires_at_ms <= now_ms, limit
            ),
        }
