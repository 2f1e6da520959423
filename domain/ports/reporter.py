"""Facts that the domain reports to whoever watches: logs today, metrics and audit later."""

from __future__ import annotations

from typing import Protocol


class Reporter(Protocol):
    """Takes facts after the transaction that made them; must not fail and must not block."""

    def report(self, event: str, **facts: str | int | bool | None) -> None:
        """Report one fact: a name in snake_case and ids; never a secret or personal datum."""
        ...
