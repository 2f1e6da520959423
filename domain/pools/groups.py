"""Groups: making, describing, changing, listing and deleting them, and who is in one.

Not here: putting users into groups (domain.accounts), what tokens tell of them (domain.tokens).
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

from domain import texts
from domain.errors import (
    GroupExistsException,
    LimitExceededException,
    ResourceNotFoundException,
)
from domain.model.group import Group
from domain.model.identifiers import PoolId, Sub
from domain.model.pool import UserPool
from domain.model.user import User
from domain.paging import Listing, Page, Pager, PageRequest
from domain.pools.lookup import no_pool, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

GROUPS_MAX: Final = 10_000
"""Groups of a pool. Those that are made at the same moment may pass it by their number."""

_TOO_MANY: Final = f"A user pool can have at most {GROUPS_MAX} groups."


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSettings:
    """What of a group can be given; None where nothing was said."""

    description: str | None = None
    role_arn: str | None = None
    precedence: int | None = None


class Groups:
    """Administration of groups.

    Every method raises ResourceNotFoundException for an unknown pool, and all but `create` and
    `list` for an unknown group.
    """

    def __init__(self, ports: Ports, pager: Pager) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._pager = pager

    def create(self, pool_id: PoolId, name: str, settings: GroupSettings) -> Group:
        """Make a group without anybody in it.

        Raises GroupExistsException, LimitExceededException.
        """
        now_ms = self._clock.now_ms()
        group = Group(
            pool_id=pool_id,
            name=name,
            description=settings.description,
            role_arn=settings.role_arn,
            precedence=settings.precedence,
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        try:
            with self._store.writing() as unit:
                unit.groups.add(group)
                if unit.groups.count(pool_id, GROUPS_MAX + 1) > GROUPS_MAX:
                    raise LimitExceededException(_TOO_MANY)
        except Taken as taken:
            raise GroupExistsException from taken
        except Missing as missing:
            raise no_pool(pool_id) from missing
        return group

    def describe(self, pool_id: PoolId, name: str) -> Group:
        """Return the group."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            return _required(unit, pool_id, name)

    def update(self, pool_id: PoolId, name: str, settings: GroupSettings) -> Group:
        """Set what is given and leave the rest; tokens tell of it from their next issue on."""
        now_ms = self._clock.now_ms()
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                group = _required(unit, pool_id, name)
                changed = replace(group, **_given(settings), modified_at_ms=now_ms)
                unit.groups.save(changed)
        except Missing as missing:
            raise _unknown() from missing
        return changed

    def delete(self, pool_id: PoolId, name: str) -> None:
        """Delete the group, with whoever is in it: the users stay."""
        try:
            with self._store.writing() as unit:
                required_pool(unit, pool_id)
                unit.groups.remove(pool_id, name)
        except Missing as missing:
            raise _unknown() from missing

    def list(self, pool_id: PoolId, request: PageRequest) -> Page[Group]:
        """Return a page of the pool's groups by name.

        Raises InvalidParameterException for a bad page token.
        """
        pool = self._pool(pool_id)
        listing = Listing(operation="ListGroups", pool=pool, bound_to=(request.caller,))
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            rows = unit.groups.page(pool_id, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda group: group.name)

    def users(self, pool_id: PoolId, name: str, request: PageRequest) -> Page[User]:
        """Return a page of the users of the group by `sub`.

        Raises InvalidParameterException for a bad page token.
        """
        pool = self._pool(pool_id)
        listing = Listing(operation="ListUsersInGroup", pool=pool, bound_to=(request.caller, name))
        position = self._pager.position(listing, request.token)
        after = None if position is None else Sub(position)
        with self._store.reading() as unit:
            _required(unit, pool_id, name)
            rows = unit.memberships.users(pool_id, name, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda user: user.sub)

    def _pool(self, pool_id: PoolId) -> UserPool:
        with self._store.reading() as unit:
            return required_pool(unit, pool_id)


def _required(unit: Unit, pool_id: PoolId, name: str) -> Group:
    group = unit.groups.get(pool_id, name)
    if group is None:
        raise _unknown()
    return group


def _given(settings: GroupSettings) -> dict[str, Any]:
    values = {each.name: getattr(settings, each.name) for each in fields(settings)}
    return {name: value for name, value in values.items() if value is not None}


def _unknown() -> ResourceNotFoundException:
    return ResourceNotFoundException(texts.GROUP_NOT_FOUND)
