"""Repository of the domains of pools."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from domain.model.domain import Domain
from domain.model.identifiers import PoolId


class Domains(Protocol):
    """Domains by name, which is unique over all pools and compared character by character."""

    def add(self, domain: Domain) -> None:
        """Store a new domain.

        Raises Taken("domain") if there is one of the name, in whichever pool; otherwise
        Taken("pool") if its pool has one of its form (prefix or custom), and Missing if the pool is
        gone.
        """
        ...

    def get(self, name: str) -> Domain | None:
        """Return the domain of that name, of whichever pool, or None."""
        ...

    def of_pool(self, pool_id: PoolId) -> Sequence[Domain]:
        """Return the domains of the pool, at most one of each form, ascending by name."""
        ...

    def change(self, pool_id: PoolId, name: str, change: Callable[[Domain], Domain]) -> Domain:
        """Replace the domain of the pool by what `change` makes of it, and return that.

        `change` leaves name, pool and form as they are. Of parallel changes each is given what the
        one before it made. What `change` raises is raised on, and nothing is replaced. Raises
        Missing, also for a domain of another pool.
        """
        ...

    def remove(self, pool_id: PoolId, name: str) -> None:
        """Delete the domain of the pool. Raises Missing, also for a domain of another pool."""
        ...
