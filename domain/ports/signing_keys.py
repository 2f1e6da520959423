"""Repository of signing keys, for signers that keep them in the store."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.identifiers import PoolId
from domain.model.keys import SigningKey


class SigningKeys(Protocol):
    """Signing keys by (pool, kid); the private halves are sealed."""

    def add(self, key: SigningKey) -> None:
        """Store a key. Raises Taken("kid"), or Missing if its pool is gone."""
        ...

    def of_pool(self, pool_id: PoolId) -> Sequence[SigningKey]:
        """Return all keys of the pool: those for ID tokens first, then by age, newest first."""
        ...
