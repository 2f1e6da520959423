"""Repository of values that wait for their user's next request."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import PoolId, Sub
from domain.model.pending import PendingValue


class Pending(Protocol):
    """Pending values by (pool, sub, name): at most one each."""

    def put(self, value: PendingValue) -> None:
        """Store the value in place of an earlier one of the same user and name."""
        ...

    def get(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        """Return the value that waits, expired or not, or None."""
        ...

    def take(self, pool_id: PoolId, sub: Sub, name: str) -> PendingValue | None:
        """Delete the value and return it, expired or not, or None if there is none.

        Of concurrent calls exactly one gets it (SEC-16).
        """
        ...
