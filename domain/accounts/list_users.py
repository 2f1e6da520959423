"""The users of a pool, page by page: all of them, or those that a filter finds (ListUsers)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from domain.accounts.profiles import Profile, whole
from domain.accounts.user_filter import parsed
from domain.catalog import Catalog
from domain.errors import InvalidParameterException
from domain.model.identifiers import PoolId, Sub
from domain.model.pool import UserPool
from domain.model.search import Place, Search, place_of
from domain.model.user import User
from domain.paging import Listing, Page, Pager, PageRequest
from domain.ports.store import Unit
from domain.ports.users import UserPage

_UNKNOWN_ATTRIBUTES: Final = "One or more requested attributes do not exist."


@dataclass(frozen=True, slots=True, kw_only=True)
class UserQuery:
    """Which users, and which of their attributes; without any named they are shown whole."""

    filter: str = ""
    attributes: tuple[str, ...] = ()


class ListUsers:
    """Lists users. A page costs one statement, wherever it is."""

    def __init__(self, catalog: Catalog, pager: Pager) -> None:
        self._catalog = catalog
        self._pager = pager

    def list(self, pool_id: PoolId, query: UserQuery, request: PageRequest) -> Page[Profile]:
        """Return a page of profiles, ascending by what the filter names, or by `sub`.

        The next one is asked for with the same query, of any size. Raises
        ResourceNotFoundException, or InvalidParameterException for a bad filter or page token, or
        for an attribute that the pool does not have.
        """
        search = parsed(query.filter)

        def read(unit: Unit, pool: UserPool) -> UserPage:
            position = self._pager.position(_listing(pool, query, request), request.token)
            after = None if position is None else _place(position)
            return unit.users.page(pool.id, search, after, request.size + 1)

        pool, found = self._catalog.read_pool(pool_id, read)
        _check_attributes(pool, query)
        page = self._pager.page(
            _listing(pool, query, request),
            found.users,
            request.size,
            key=lambda user: _position(user, search),
        )
        return Page(items=[_shown(user, query) for user in page.items], next_token=page.next_token)


def _listing(pool: UserPool, query: UserQuery, request: PageRequest) -> Listing:
    bound_to = (request.caller, query.filter, *query.attributes)
    return Listing(operation="ListUsers", pool=pool, bound_to=bound_to)


def _check_attributes(pool: UserPool, query: UserQuery) -> None:
    if any(pool.attribute(name) is None for name in query.attributes):
        raise InvalidParameterException(_UNKNOWN_ATTRIBUTES)


def _shown(user: User, query: UserQuery) -> Profile:
    profile = whole(user)
    if not query.attributes:
        return profile
    seen: Mapping[str, str] = {
        name: value for name, value in profile.attributes.items() if name in query.attributes
    }
    return Profile(user=user, attributes=seen)


def _position(user: User, search: Search | None) -> str:
    place = place_of(user, search)
    return f"{place.sub}:{place.value}"


def _place(position: str) -> Place:
    sub, _, value = position.partition(":")
    return Place(value=value, sub=Sub(sub))
