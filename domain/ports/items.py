"""Repository of the items that a pool is configured with."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from domain.model.identifiers import PoolId
from domain.model.item import Kind

T = TypeVar("T")


class Items(Protocol):
    """Items by (pool, kind, key). Keys are compared character by character.

    For what is small, changes seldom, and is neither of one user nor read on a hot path. A second
    way to find an item is an item of another kind, written in the same unit.
    """

    def add(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        """Store a new item. Raises Taken(the kind's name), or Missing if the pool is gone."""
        ...

    def put(self, kind: Kind[T], pool_id: PoolId, key: str, item: T) -> None:
        """Store an item, new or in place of the present one. Raises Missing if the pool is gone."""
        ...

    def get(self, kind: Kind[T], pool_id: PoolId, key: str) -> T | None:
        """Return the item, or None."""
        ...

    def change(self, kind: Kind[T], pool_id: PoolId, key: str, change: Callable[[T], T]) -> T:
        """Replace the item by what `change` makes of it, and return that. Raises Missing.

        Of parallel changes each is given what the one before it made. What `change` raises is
        raised on, and nothing is replaced. Whoever changes an item may add others in the same unit:
        a deletion of the pool waits from here on, so that the two never wait for each other.
        """
        ...

    def remove(self, kind: Kind[T], pool_id: PoolId, key: str) -> T:
        """Delete the item and return it, with what was changed until then. Raises Missing.

        From here on a deletion of the pool waits, as it does after `change`.
        """
        ...

    def page(self, kind: Kind[T], pool_id: PoolId, after: str | None, limit: int) -> Sequence[T]:
        """Return at most `limit` items of the pool above the key `after`, ascending by key."""
        ...

    def count(self, kind: Kind[T], pool_id: PoolId, at_most: int) -> int:
        """Return the number of items of the pool, counting no further than `at_most`."""
        ...
