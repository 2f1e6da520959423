"""The time, as a port: so that a test can stand still, jump, or run backwards."""

from __future__ import annotations

from typing import Protocol


class Clock(Protocol):
    """Wall-clock time."""

    def now_ms(self) -> int:
        """Return milliseconds since the epoch, UTC."""
        ...
