"""Users in SQL, and the one read that a decision about a user needs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Column, ScalarSelect, Select, delete, func, select, update

from adapters.storage.sql import newcomers, rows, searches
from adapters.storage.sql.json_rows import json_rows
from adapters.storage.sql.parameters import (
    HAS_USER,
    LIMIT,
    bound,
    matches,
    of_user,
    values,
)
from adapters.storage.sql.tables import (
    AUTH_EVENTS,
    BUDGETS,
    CODES,
    CREDENTIALS,
    DEVICES,
    FAMILIES,
    GROUPS,
    LOCKS,
    MEMBERSHIPS,
    OUTBOX,
    PASSKEYS,
    PENDING,
    SEARCHED,
    SESSIONS,
    SOFTWARE_TOKENS,
    USERS,
)
from adapters.storage.sql.versions import ALWAYS, COLUMNS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.search import Place, Search
from domain.model.token import TokenFamily
from domain.model.user import NameKind, User
from domain.ports.names import Versions
from domain.ports.sentinels import Missing, Stale
from domain.ports.users import Counted, Newcomer, Standing, UserPage

SAVE: Final = (
    update(USERS)
    .where(of_user(USERS), USERS.c.version == bound(USERS.c.version, "old_version"))
    .values(values(column for column in USERS.c if not column.primary_key))
)
HOLD: Final = HAS_USER.with_for_update()
REMOVE: Final = delete(USERS).where(of_user(USERS))
REMOVE_ROWS: Final = tuple(
    delete(table).where(of_user(table))
    for table in (
        SEARCHED,
        CREDENTIALS,
        SOFTWARE_TOKENS,
        DEVICES,
        PASSKEYS,
        MEMBERSHIPS,
        FAMILIES,
        SESSIONS,
        AUTH_EVENTS,
        LOCKS,
        BUDGETS,
        CODES,
        PENDING,
        OUTBOX,
    )
)
"""In the order in which the use cases touch them, so that none of them and this wait in a ring."""
_COUNTED: Final = (
    select(USERS.c.sub)
    .where(matches(USERS.c.pool_id))
    .order_by(USERS.c.sub)
    .limit(LIMIT)
    .subquery("counted")
)
COUNT: Final = select(func.count(), func.max(_COUNTED.c.sub)).select_from(_COUNTED)


def _of_group(column: Column[Any]) -> ScalarSelect[Any]:
    """Return a column of the membership's group.

    Not joined: PostgreSQL, as long as it has no statistics, would read all groups of the pool.
    """
    of_membership = GROUPS.c.name == MEMBERSHIPS.c.group_name
    return (
        select(column)
        .where(GROUPS.c.pool_id == MEMBERSHIPS.c.pool_id, of_membership)
        .scalar_subquery()
    )


_MEMBERSHIPS: Final = (
    select(
        json_rows(
            MEMBERSHIPS.c.group_name,
            _of_group(GROUPS.c.role_arn),
            _of_group(GROUPS.c.precedence),
        )
    )
    .where(of_user(MEMBERSHIPS))
    .scalar_subquery()
    .label("memberships")
)


def _standing(*family_columns: Any, more: tuple[Any, ...] = ()) -> Select[Any]:  # noqa: ANN401 (columns of any type)
    found = (
        ALWAYS.outerjoin(USERS, of_user(USERS))
        .outerjoin(CREDENTIALS, of_user(CREDENTIALS))
        .outerjoin(LOCKS, of_user(LOCKS))
    )
    if family_columns:
        of_family = FAMILIES.c.id == bound(FAMILIES.c.id, "family_id")
        found = found.outerjoin(FAMILIES, of_user(FAMILIES) & of_family)
    lock = (LOCKS.c.failures, LOCKS.c.last_attempt_at_ms)
    columns = (*COLUMNS, *lock, *rows.USER, *rows.CREDENTIALS, *family_columns, *more)
    return select(*columns).select_from(found)


STANDING: Final = _standing()
STANDING_WITH_FAMILY: Final = _standing(*rows.FAMILY)
STANDING_WITH_MEMBERSHIPS: Final = _standing(more=(_MEMBERSHIPS,))
STANDING_WITH_BOTH: Final = _standing(*rows.FAMILY, more=(_MEMBERSHIPS,))
USER_AT: Final = 4
CREDENTIALS_AT: Final = USER_AT + len(rows.USER)
FAMILY_AT: Final = CREDENTIALS_AT + len(rows.CREDENTIALS)
FAMILY_END: Final = FAMILY_AT + len(rows.FAMILY)


class SqlUsers:
    """The port `Users`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, user: User) -> None:
        newcomers.add(self._work, user)

    def add_all(self, users: Sequence[Newcomer]) -> Mapping[Sub, NameKind]:
        return newcomers.add_all(self._work, users)

    def save(self, user: User) -> User:
        saved = replace(user, version=user.version + 1)
        if not self._work.change(SAVE, {**newcomers.columns(saved), "old_version": user.version}):
            there = self._work.row(HAS_USER, {"pool_id": user.pool_id, "sub": user.sub})
            raise Missing if there is None else Stale
        searches.keep(self._work, saved)
        return saved

    def hold(self, pool_id: PoolId, sub: Sub) -> None:
        if self._work.changed_row(HOLD, {"pool_id": pool_id, "sub": sub}) is None:
            raise Missing

    def remove(self, pool_id: PoolId, sub: Sub) -> None:
        key = {"pool_id": pool_id, "sub": sub}
        if not self._work.change(REMOVE, key):
            raise Missing
        for statement in REMOVE_ROWS:
            self._work.change(statement, key)

    def standing(
        self,
        pool_id: PoolId,
        sub: Sub,
        client_id: ClientId | None = None,
        family_id: str | None = None,
        *,
        with_memberships: bool = False,
    ) -> Standing:
        key: dict[str, str | None] = {"pool_id": pool_id, "sub": sub, "client_id": client_id}
        if family_id is None:
            statement = STANDING_WITH_MEMBERSHIPS if with_memberships else STANDING
        else:
            statement = STANDING_WITH_BOTH if with_memberships else STANDING_WITH_FAMILY
            key["family_id"] = family_id
        row = self._work.one(statement, key)
        pool_version, client_version, failures, last_attempt_at_ms = row[:4]
        return Standing(
            user=rows.user(pool_id, sub, row[USER_AT:CREDENTIALS_AT]),
            credentials=rows.credentials(pool_id, sub, row[CREDENTIALS_AT:FAMILY_AT]),
            family=_family(pool_id, sub, row) if family_id is not None else None,
            failures=failures or 0,
            last_attempt_at_ms=last_attempt_at_ms or 0,
            versions=Versions(pool=pool_version, client=client_version),
            memberships=rows.memberships(row[-1]) if with_memberships else (),
        )

    def page(
        self, pool_id: PoolId, search: Search | None, after: Place | None, limit: int
    ) -> UserPage:
        return searches.page(self._work, pool_id, search, after, limit)

    def count(self, pool_id: PoolId, at_most: int) -> Counted:
        users, last = self._work.one(COUNT, {"pool_id": pool_id, "limit": at_most})
        return Counted(users=users, last=last)


def _family(pool_id: PoolId, sub: Sub, row: Row) -> TokenFamily | None:
    return rows.family(pool_id, sub, row[FAMILY_AT:FAMILY_END])
