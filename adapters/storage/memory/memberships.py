"""Memberships in memory."""

from __future__ import annotations

from collections.abc import Sequence

from adapters.storage.memory.tables import MembershipsRow, View
from domain.model.group import Group, Membership
from domain.model.identifiers import PoolId, Sub
from domain.model.user import User
from domain.ports.sentinels import Missing


class MemoryMemberships:
    """The port `Memberships`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        view = self._view
        if view.users.get((pool_id, sub)) is None or view.groups.get((pool_id, group)) is None:
            raise Missing
        put(view, pool_id, sub, _names(view, pool_id, sub) | {group})

    def remove(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        put(self._view, pool_id, sub, _names(self._view, pool_id, sub) - {group})

    def groups(self, pool_id: PoolId, sub: Sub, after: str | None, limit: int) -> Sequence[Group]:
        found = _groups(self._view, pool_id, sub)
        rows = (group for group in found if after is None or group.name > after)
        return sorted(rows, key=lambda group: group.name)[:limit]

    def users(self, pool_id: PoolId, group: str, after: Sub | None, limit: int) -> Sequence[User]:
        view = self._view
        with view.guard:
            rows = view.memberships.where(
                lambda row: (
                    row.pool_id == pool_id
                    and group in row.groups
                    and (after is None or row.sub > after)
                )
            )
            found = (view.users.get((pool_id, row.sub)) for row in rows)
            users = [user for user in found if user is not None]
        return sorted(users, key=lambda user: user.sub)[:limit]

    def count(self, pool_id: PoolId, sub: Sub, at_most: int) -> int:
        return min(len(_names(self._view, pool_id, sub)), at_most)


def put(view: View, pool_id: PoolId, sub: Sub, groups: frozenset[str]) -> None:
    """Keep which groups a user is in; who is in none has no row."""
    if groups:
        row = MembershipsRow(pool_id=pool_id, sub=sub, groups=groups)
        view.memberships.put((pool_id, sub), row)
    else:
        view.memberships.drop((pool_id, sub))


def memberships(view: View, pool_id: PoolId, sub: Sub) -> tuple[Membership, ...]:
    """Return what a user's tokens are made of, in no order."""
    return tuple(
        Membership(group=group.name, role_arn=group.role_arn, precedence=group.precedence)
        for group in _groups(view, pool_id, sub)
    )


def _groups(view: View, pool_id: PoolId, sub: Sub) -> list[Group]:
    with view.guard:
        found = (view.groups.get((pool_id, name)) for name in _names(view, pool_id, sub))
        return [group for group in found if group is not None]


def _names(view: View, pool_id: PoolId, sub: Sub) -> frozenset[str]:
    row = view.memberships.get((pool_id, sub))
    return frozenset() if row is None else row.groups
