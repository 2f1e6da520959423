"""Repository of memberships: which users are in which groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.group import Group
from domain.model.identifiers import PoolId, Sub
from domain.model.user import User


class Memberships(Protocol):
    """Memberships by (pool, sub, name of the group).

    What a user's tokens are made of comes with `Users.standing`.
    """

    def add(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        """Put the user into the group; nothing happens if he is in it.

        Raises Missing if the user or the group is gone. The check holds until the unit commits
        (the rows of both are locked), so that nothing is left of one that is deleted meanwhile
        (SEC-80).
        """
        ...

    def remove(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        """Take the user out of the group; nothing happens if he is not in it."""
        ...

    def groups(self, pool_id: PoolId, sub: Sub, after: str | None, limit: int) -> Sequence[Group]:
        """Return at most `limit` groups of the user with a name above `after`, ascending."""
        ...

    def users(self, pool_id: PoolId, group: str, after: Sub | None, limit: int) -> Sequence[User]:
        """Return at most `limit` users of the group with a `sub` above `after`, ascending."""
        ...

    def count(self, pool_id: PoolId, sub: Sub, at_most: int) -> int:
        """Return the number of the user's groups, counting no further than `at_most`."""
        ...
