"""Users of a pool in pages, all of them or those of a search, in SQL.

What users are searched by is kept beside them in a row of its own, so that nothing of a sign-in
touches its indexes; it is written in the unit that writes the user. Each index is in the order of
its pages, and a page begins at the place where the one before it ended.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Select,
    Subquery,
    and_,
    exists,
    select,
    true,
    tuple_,
)

from adapters.storage.sql import rows
from adapters.storage.sql.parameters import (
    LIMIT,
    bound,
    matches,
    of_user,
    parameter,
    upsert,
    values,
)
from adapters.storage.sql.tables import SEARCHED, USERS
from adapters.storage.sql.versions import ALWAYS, COLUMNS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId
from domain.model.search import Place, Search, Searched, finds, place_of, searched_values
from domain.model.user import User
from domain.ports.names import Versions
from domain.ports.users import UserPage

C: Final = SEARCHED.c
COLUMN_OF: Final = {
    attribute: C[attribute.value.replace(":", "_")]
    for attribute in Searched
    if attribute is not Searched.SUB
}
"""All but `sub`, by which users are kept themselves."""

SMALLEST: Final = "\x01"
"""The least character of a stored text; what follows a text at once is the text with it."""
ABOVE_ALL: Final = "\U0010ffff" * 257
"""Above every compared value: these have 256 such characters at most."""
LAST: Final = "\U0010ffff"
BEFORE_SURROGATES, AFTER_SURROGATES = "\ud7ff", "\ue000"

_IS_THERE: Final = exists().where(
    of_user(SEARCHED), *(each.is_not_distinct_from(bound(each)) for each in COLUMN_OF.values())
)
KEEP: Final = (
    upsert(SEARCHED)
    .from_select(
        [each.key for each in C],
        select(*(bound(each).label(each.key) for each in C)).where(~_IS_THERE),
    )
    .on_conflict_do_update(
        index_elements=[C.pool_id, C.sub],
        set_=values(COLUMN_OF.values()),
    )
)
"""Touches no row where nothing has changed."""


def _page_of(column: Column[Any]) -> Select[Any]:
    """Return a page of those whose column is below `above`, behind a value and a `sub`.

    The place is compared as a whole: with a bound for the value beside it, the search would begin
    there on every page.
    """
    place = tuple_(bound(column, "after_value"), bound(C.sub, "after_sub"))
    page = (
        select(C.pool_id, C.sub)
        .where(matches(C.pool_id), column < bound(column, "above"), tuple_(column, C.sub) > place)
        .order_by(column, C.sub)
        .limit(LIMIT)
        .subquery("page")
    )
    found = ALWAYS.outerjoin(page, true()).outerjoin(USERS, is_user(page))
    return select(COLUMNS[0], USERS.c.sub, *rows.USER).select_from(found)


_BY_SUB: Final = select(USERS.c.sub, *rows.USER).order_by(USERS.c.sub).limit(LIMIT)


def is_user(page: Subquery) -> ColumnElement[bool]:
    """Return the predicate that a user is one of a page.

    The pool is that of the page and no parameter, by which alone PostgreSQL, as long as it has no
    statistics, would read all users of the pool.
    """
    return and_(USERS.c.pool_id == page.c.pool_id, USERS.c.sub == page.c.sub)


def _page_by_sub(page: Select[Any]) -> Select[Any]:
    found = page.subquery("page")
    return select(COLUMNS[0], *found.c).select_from(ALWAYS.outerjoin(found, true()))


OF_POOL: Final = _page_by_sub(
    _BY_SUB.where(matches(USERS.c.pool_id), USERS.c.sub > bound(USERS.c.sub, "after_sub"))
)
OF_SUB: Final = _page_by_sub(
    _BY_SUB.where(
        matches(USERS.c.pool_id),
        USERS.c.sub >= bound(USERS.c.sub, "from"),
        USERS.c.sub < parameter("above", USERS.c.sub.type),
    )
)
PAGES: Final = {attribute: _page_of(column) for attribute, column in COLUMN_OF.items()}


def keep(work: Work, user: User) -> None:
    """Keep what a stored user is searched by; his row is locked by whoever has stored him."""
    work.change(KEEP, _columns(user))


def keep_all(work: Work, users: Sequence[User]) -> None:
    """Keep what many are searched by."""
    work.change_each(KEEP, [_columns(user) for user in users])


def page(
    work: Work, pool_id: PoolId, search: Search | None, after: Place | None, limit: int
) -> UserPage:
    """Do what `Users.page` says."""
    parameters: dict[str, Any] = {"pool_id": pool_id, "limit": limit}
    if search is None:
        statement = OF_POOL
        parameters["after_sub"] = "" if after is None else after.sub
    elif search.attribute is Searched.SUB:
        statement = OF_SUB
        behind = "" if after is None else after.sub + SMALLEST
        parameters |= {"from": max(search.value, behind), "above": _above(search)}
    else:
        statement = PAGES[search.attribute]
        first = (search.value, "")
        value, sub = first if after is None else max(first, (after.value, after.sub))
        parameters |= {"after_value": value, "after_sub": sub, "above": _above(search)}
    found = work.rows(statement, parameters)
    read = (rows.user(pool_id, sub, columns) for _, sub, *columns in found)
    # A server of an earlier version changes users without what they are searched by.
    there = (user for user in read if user and (search is None or finds(search, user)))
    users = sorted(there, key=lambda user: _order(user, search))
    return UserPage(users=users, versions=Versions(pool=found[0][0], client=None))


def _columns(user: User) -> dict[str, str | None]:
    found = searched_values(user)
    columns = {column.key: found.get(attribute) for attribute, column in COLUMN_OF.items()}
    return {"pool_id": user.pool_id, "sub": user.sub, **columns}


def _order(user: User, search: Search | None) -> tuple[str, str]:
    place = place_of(user, search)
    return place.value, place.sub


def _above(search: Search) -> str:
    """Return the least text above all that the search finds."""
    if not search.is_prefix:
        return search.value + SMALLEST
    before = search.value.rstrip(LAST)
    if not before:
        return ABOVE_ALL
    last = before[-1]
    following = AFTER_SURROGATES if last == BEFORE_SURROGATES else chr(ord(last) + 1)
    return before[:-1] + following
