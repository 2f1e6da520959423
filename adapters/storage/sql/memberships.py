"""Memberships in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import and_, delete, func, literal_column, select

from adapters.storage.sql import rows
from adapters.storage.sql.groups import group_of
from adapters.storage.sql.parameters import LIMIT, bound, matches, of_user, upsert, values
from adapters.storage.sql.searches import is_user
from adapters.storage.sql.tables import GROUPS, MEMBERSHIPS, USERS
from adapters.storage.sql.work import Work
from domain.model.group import Group
from domain.model.identifiers import PoolId, Sub
from domain.model.user import User
from domain.ports.sentinels import Missing

M: Final = MEMBERSHIPS.c
OF_KEY: Final = of_user(MEMBERSHIPS) & matches(M.group_name)

HAS_BOTH: Final = (
    select(USERS.c.sub)
    .select_from(USERS)
    .join(GROUPS, matches(GROUPS.c.pool_id) & (GROUPS.c.name == bound(M.group_name)))
    .where(of_user(USERS))
)
ADD: Final = (
    upsert(MEMBERSHIPS)
    .from_select(
        [column.key for column in M],
        HAS_BOTH.with_only_columns(*values(M).values()).with_for_update(read=True),
    )
    .on_conflict_do_nothing()
)
"""Touches no row unless both are there; nobody changes either until the unit commits."""

REMOVE: Final = delete(MEMBERSHIPS).where(OF_KEY)
_PAGE_OF_USER: Final = (
    select(M.pool_id, M.group_name)
    .where(of_user(MEMBERSHIPS), M.group_name > bound(M.group_name, "after"))
    .order_by(M.group_name)
    .limit(LIMIT)
    .subquery("page")
)
_IS_GROUP: Final = and_(
    GROUPS.c.pool_id == _PAGE_OF_USER.c.pool_id, GROUPS.c.name == _PAGE_OF_USER.c.group_name
)
GROUPS_OF_USER: Final = select(GROUPS).select_from(_PAGE_OF_USER.join(GROUPS, _IS_GROUP))
_PAGE_OF_GROUP: Final = (
    select(M.pool_id, M.sub)
    .where(matches(M.pool_id, M.group_name), M.sub > bound(M.sub, "after"))
    .order_by(M.sub)
    .limit(LIMIT)
    .subquery("page")
)
USERS_OF_GROUP: Final = select(USERS.c.sub, *rows.USER).select_from(
    _PAGE_OF_GROUP.join(USERS, is_user(_PAGE_OF_GROUP))
)
COUNT: Final = select(func.count()).select_from(
    select(literal_column("1").label("one")).where(of_user(MEMBERSHIPS)).limit(LIMIT).subquery()
)


class SqlMemberships:
    """The port `Memberships`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        key = _key(pool_id, sub, group)
        if not self._work.change(ADD, key) and self._work.row(HAS_BOTH, key) is None:
            raise Missing

    def remove(self, pool_id: PoolId, sub: Sub, group: str) -> None:
        self._work.change(REMOVE, _key(pool_id, sub, group))

    def groups(self, pool_id: PoolId, sub: Sub, after: str | None, limit: int) -> Sequence[Group]:
        page = {"pool_id": pool_id, "sub": sub, "after": after or "", "limit": limit}
        found = (group_of(row) for row in self._work.rows(GROUPS_OF_USER, page))
        return sorted(found, key=lambda group: group.name)

    def users(self, pool_id: PoolId, group: str, after: Sub | None, limit: int) -> Sequence[User]:
        page = {"pool_id": pool_id, "group_name": group, "after": after or "", "limit": limit}
        found = self._work.rows(USERS_OF_GROUP, page)
        users = (rows.user(pool_id, sub, row) for sub, *row in found)
        return sorted((user for user in users if user is not None), key=lambda user: user.sub)

    def count(self, pool_id: PoolId, sub: Sub, at_most: int) -> int:
        key = {"pool_id": pool_id, "sub": sub, "limit": at_most}
        counted: int = self._work.one(COUNT, key)[0]
        return counted


def _key(pool_id: PoolId, sub: Sub, group: str) -> dict[str, str]:
    return {"pool_id": pool_id, "sub": sub, "group_name": group}
