"""Housekeeping: rows whose time is over."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Sweeper(Protocol):
    """Deletes what no decision will ever read again."""

    def sweep(self, now_ms: int, limit: int) -> Mapping[str, int]:
        """Delete at most `limit` expired rows of each kind; return how many, by kind.

        Kinds, all of them always there: "codes", "pending", "spent", "families", "sessions" and
        "auth_events" (expired), "budgets" (over for a day), "locks" (no attempt for a day).
        """
        ...
