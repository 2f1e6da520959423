"""Repository of access keys (SigV4 credentials)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.access_key import AccessKey


class AccessKeys(Protocol):
    """Access keys by id."""

    def add(self, key: AccessKey) -> None:
        """Store a key. Raises Taken("access key")."""
        ...

    def get(self, key_id: str) -> AccessKey | None:
        """Return the key, disabled or not, or None."""
        ...

    def disable(self, key_id: str, at_ms: int) -> None:
        """Disable the key for good; the time of the first call stays. Raises Missing."""
        ...

    def page(self, after: str | None, limit: int) -> Sequence[AccessKey]:
        """Return at most `limit` keys with an id above `after`, ascending by id."""
        ...
