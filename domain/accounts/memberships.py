"""Which groups a user is in: he is put into them, taken out of them, and they are listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain import texts
from domain.accounts.find_users import UserFinder
from domain.errors import (
    ResourceNotFoundException,
    TooManyRequestsException,
    UserNotFoundException,
)
from domain.model.group import Group
from domain.model.identifiers import PoolId
from domain.model.user import User
from domain.paging import Listing, Page, Pager, PageRequest
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing
from domain.ports.store import Unit
from domain.triggers.json_size import json_size

GROUPS_OF_USER_MAX: Final = 100
"""Groups of one user: all of them are in each of his tokens."""

GROUP_NAMES_BYTES_MAX: Final = 6_144
"""Bytes of their names as JSON: a longer access token would be refused by ourselves."""

_TOO_MANY: Final = f"A user can be in at most {GROUPS_OF_USER_MAX} groups."
_TOO_LONG: Final = "The names of a user's groups are too long together to stand in his tokens."


class Memberships:
    """What administrators do with the groups of a user.

    Every method raises ResourceNotFoundException for an unknown pool and UserNotFoundException for
    an unknown user, whom they find by user name, alias or `sub`. Whether he is disabled, or has
    never signed in, does not matter.
    """

    def __init__(self, ports: Ports, finder: UserFinder, pager: Pager) -> None:
        self._store = ports.store
        self._finder = finder
        self._pager = pager

    def add(self, pool_id: PoolId, username: str, group: str) -> None:
        """Put the user into the group, if he is not in it; his next tokens tell of it.

        Raises ResourceNotFoundException for an unknown group, TooManyRequestsException for who is
        in as many as there may be, or as his tokens can tell of (ruling 38).
        """
        _, _, user = self._finder.by_admin_name(pool_id, username)
        with self._store.writing() as unit:
            _hold(unit, user)
            _put_in(unit, user, group)

    def remove(self, pool_id: PoolId, username: str, group: str) -> None:
        """Take the user out of the group, if he is in it; his next tokens do not tell of it.

        Raises ResourceNotFoundException for an unknown group.
        """
        _, _, user = self._finder.by_admin_name(pool_id, username)
        with self._store.writing() as unit:
            if unit.groups.get(user.pool_id, group) is None:
                raise ResourceNotFoundException(texts.GROUP_NOT_FOUND)
            unit.memberships.remove(user.pool_id, user.sub, group)

    def list(self, pool_id: PoolId, username: str, request: PageRequest) -> Page[Group]:
        """Return a page of the user's groups by name.

        Raises InvalidParameterException for a bad page token.
        """
        pool, _, user = self._finder.by_admin_name(pool_id, username)
        listing = Listing(
            operation="AdminListGroupsForUser", pool=pool, bound_to=(request.caller, user.sub)
        )
        after = self._pager.position(listing, request.token)
        with self._store.reading() as unit:
            rows = unit.memberships.groups(pool.id, user.sub, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=lambda group: group.name)


def _hold(unit: Unit, user: User) -> None:
    """Let nobody else put the user anywhere meanwhile, so that what is counted is exact."""
    try:
        unit.users.hold(user.pool_id, user.sub)
    except Missing as missing:
        raise UserNotFoundException(texts.USER_DOES_NOT_EXIST) from missing


def _put_in(unit: Unit, user: User, group: str) -> None:
    try:
        unit.memberships.add(user.pool_id, user.sub, group)
    except Missing as missing:
        raise ResourceNotFoundException(texts.GROUP_NOT_FOUND) from missing
    bound = GROUPS_OF_USER_MAX + 1
    names = [each.name for each in unit.memberships.groups(user.pool_id, user.sub, None, bound)]
    if len(names) == bound:
        raise TooManyRequestsException(_TOO_MANY)
    if not fit_into_tokens(names):
        raise TooManyRequestsException(_TOO_LONG)


def fit_into_tokens(names: Sequence[str]) -> bool:
    """Whether a user can be in groups of these names at once."""
    return len(names) <= GROUPS_OF_USER_MAX and json_size(names) <= GROUP_NAMES_BYTES_MAX
