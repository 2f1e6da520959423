"""Repository of user pools."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.identifiers import PoolId
from domain.model.pool import UserPool


class Pools(Protocol):
    """User pools by id."""

    def add(self, pool: UserPool) -> None:
        """Store a new pool as it is. Raises Taken("pool") if the id was ever used."""
        ...

    def get(self, pool_id: PoolId) -> UserPool | None:
        """Return the pool, or None."""
        ...

    def save(self, pool: UserPool) -> UserPool:
        """Replace the pool whose stored version equals `pool.version`; return it, version + 1.

        Raises Stale if the stored version is another, Missing if the pool is gone.
        """
        ...

    def remove(self, pool_id: PoolId) -> None:
        """Delete the pool with everything that carries its id, in all tables. Raises Missing.

        The id itself stays known, so that it is never given to another pool.
        """
        ...

    def page(self, after: PoolId | None, limit: int) -> Sequence[UserPool]:
        """Return at most `limit` pools with an id greater than `after`, ascending by id."""
        ...
