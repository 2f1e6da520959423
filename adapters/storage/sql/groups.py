"""Groups in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, func, literal_column, select, update

from adapters.storage.sql.parameters import LIMIT, bound, insert_into_pool, matches, values
from adapters.storage.sql.tables import GROUPS, MEMBERSHIPS, POOLS
from adapters.storage.sql.work import Row, Work
from domain.model.group import Group
from domain.model.identifiers import PoolId
from domain.ports.sentinels import Missing, Taken

OF_NAME: Final = matches(GROUPS.c.pool_id, GROUPS.c.name)

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(GROUPS)
GET: Final = select(GROUPS).where(OF_NAME)
SAVE: Final = (
    update(GROUPS)
    .where(OF_NAME)
    .values(values(column for column in GROUPS.c if not column.primary_key))
)
REMOVE: Final = delete(GROUPS).where(OF_NAME)
"""Waits for those who are adding a user to the group, and makes others wait and find it gone."""
REMOVE_ROWS: Final = (
    delete(MEMBERSHIPS).where(
        matches(MEMBERSHIPS.c.pool_id),
        MEMBERSHIPS.c.group_name == bound(GROUPS.c.name),
    ),
)
PAGE: Final = (
    select(GROUPS)
    .where(matches(GROUPS.c.pool_id), GROUPS.c.name > bound(GROUPS.c.name, "after"))
    .order_by(GROUPS.c.name)
    .limit(LIMIT)
)
COUNT: Final = select(func.count()).select_from(
    select(literal_column("1").label("one"))
    .where(matches(GROUPS.c.pool_id))
    .limit(LIMIT)
    .subquery()
)


class SqlGroups:
    """The port `Groups`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, group: Group) -> None:
        if not self._work.change(ADD, _columns(group)):
            pool = self._work.row(HAS_POOL, {"id": group.pool_id})
            raise Missing if pool is None else Taken("group")

    def get(self, pool_id: PoolId, name: str) -> Group | None:
        row = self._work.row(GET, {"pool_id": pool_id, "name": name})
        return None if row is None else group_of(row)

    def save(self, group: Group) -> None:
        if not self._work.change(SAVE, _columns(group)):
            raise Missing

    def remove(self, pool_id: PoolId, name: str) -> None:
        key = {"pool_id": pool_id, "name": name}
        if not self._work.change(REMOVE, key):
            raise Missing
        for statement in REMOVE_ROWS:
            self._work.change(statement, key)

    def page(self, pool_id: PoolId, after: str | None, limit: int) -> Sequence[Group]:
        page = {"pool_id": pool_id, "after": after or "", "limit": limit}
        return [group_of(row) for row in self._work.rows(PAGE, page)]

    def count(self, pool_id: PoolId, at_most: int) -> int:
        counted: int = self._work.one(COUNT, {"pool_id": pool_id, "limit": at_most})[0]
        return counted


def _columns(group: Group) -> dict[str, Any]:
    return {
        "pool_id": group.pool_id,
        "name": group.name,
        "description": group.description,
        "role_arn": group.role_arn,
        "precedence": group.precedence,
        "created_at_ms": group.created_at_ms,
        "modified_at_ms": group.modified_at_ms,
    }


def group_of(row: Row) -> Group:
    """Return the group of a whole row."""
    pool_id, name, description, role_arn, precedence, created, modified = row
    return Group(
        pool_id=pool_id,
        name=name,
        description=description,
        role_arn=role_arn,
        precedence=precedence,
        created_at_ms=created,
        modified_at_ms=modified,
    )
