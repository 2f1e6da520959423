"""Repository of groups; who is in them is `Memberships`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.group import Group
from domain.model.identifiers import PoolId


class Groups(Protocol):
    """Groups by (pool, name). A name is compared character by character."""

    def add(self, group: Group) -> None:
        """Store a new group. Raises Taken("group"), or Missing if the pool is gone."""
        ...

    def get(self, pool_id: PoolId, name: str) -> Group | None:
        """Return the group, or None."""
        ...

    def save(self, group: Group) -> None:
        """Replace the group of that name. Raises Missing."""
        ...

    def remove(self, pool_id: PoolId, name: str) -> None:
        """Delete the group, and with it that anybody is in it. Raises Missing.

        Of what runs beside it no membership is left: another group of the name begins empty.
        """
        ...

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[Group]:
        """Return at most `limit` groups of the pool with a name above `after`, ascending."""
        ...

    def count(self, pool_id: PoolId, at_most: int) -> int:
        """Return the number of groups of the pool, counting no further than `at_most`."""
        ...
