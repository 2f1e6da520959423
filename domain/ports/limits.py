"""Repository of the rates that the operator has set for categories of requests."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol


class Limits(Protocol):
    """Requests a second by category, for the whole deployment; there are few categories."""

    def put(self, category: str, per_second: int) -> None:
        """Set the rate of a category, in place of the present one."""
        ...

    def all(self) -> Mapping[str, int]:
        """Return every rate that was set."""
        ...
