"""New users in SQL: one, or many of one pool with all that makes them findable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import delete, select

from adapters.storage.sql import credentials, names, rows, searches
from adapters.storage.sql.codec import dumps
from adapters.storage.sql.parameters import insert_into_pool, matches, of_user
from adapters.storage.sql.tables import NAMES, POOLS, USERS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub
from domain.model.user import NameKind, User
from domain.ports.sentinels import Missing, Taken
from domain.ports.users import Newcomer

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(USERS)
HOLDER: Final = select(NAMES.c.sub).where(matches(NAMES.c.pool_id, NAMES.c.kind, NAMES.c.value))
TAKE_BACK: Final = delete(USERS).where(of_user(USERS))


def add(work: Work, user: User) -> None:
    """Store a user. Raises Missing or Taken."""
    if not work.change(ADD, columns(user)):
        raise _why_not(work, user.pool_id)
    searches.keep(work, user)


def add_all(work: Work, newcomers: Sequence[Newcomer]) -> Mapping[Sub, NameKind]:
    """Store users of one pool; return those who were not, by what kind of name."""
    if not newcomers:
        return {}
    if work.change_each(ADD, [columns(each.user) for each in newcomers]) < len(newcomers):
        raise _why_not(work, newcomers[0].user.pool_id)
    claims = [
        names.columns(each.user.pool_id, name, each.user.sub)
        for each in newcomers
        for name in each.names
    ]
    # One order for all writers, so that two of them never wait for each other.
    claims.sort(key=lambda row: (row["kind"], row["value"]))
    refused: dict[Sub, NameKind] = {}
    if work.change_each(names.CLAIM, claims) < len(claims):
        refused = _refused(work, newcomers)
        _take_back(work, [each for each in newcomers if each.user.sub in refused])
    stored = [each for each in newcomers if each.user.sub not in refused]
    searches.keep_all(work, [each.user for each in stored])
    work.change_each(
        credentials.FIRST,
        [credentials.columns(each.credentials) for each in stored if each.credentials is not None],
    )
    return refused


def columns(user: User) -> dict[str, Any]:
    """Return the row of a user."""
    return {
        "pool_id": user.pool_id,
        "sub": user.sub,
        "version": user.version,
        "username": user.username,
        "status": user.status.value,
        "enabled": user.enabled,
        "attributes": dumps(user.attributes),
        "created_at_ms": user.created_at_ms,
        "modified_at_ms": user.modified_at_ms,
        "epoch": user.epoch,
        "signed_out_at_ms": user.signed_out_at_ms,
        "factors": rows.factors_column(user.factors),
        "identities": rows.identities_column(user.identities),
    }


def _why_not(work: Work, pool_id: PoolId) -> Exception:
    return Taken("sub") if work.row(HAS_POOL, {"id": pool_id}) else Missing()


def _refused(work: Work, newcomers: Sequence[Newcomer]) -> dict[Sub, NameKind]:
    """Return who did not get all of his names, and the kind of the first that he did not get."""
    refused: dict[Sub, NameKind] = {}
    for each in newcomers:
        user = each.user
        for name in sorted(each.names, key=lambda name: names.ORDER[name.kind]):
            row = names.columns(user.pool_id, name, user.sub)
            if work.one(HOLDER, row)[0] != user.sub:
                refused[user.sub] = name.kind
                break
    return refused


def _take_back(work: Work, newcomers: Sequence[Newcomer]) -> None:
    releases = [
        names.columns(each.user.pool_id, name, each.user.sub)
        for each in newcomers
        for name in each.names
    ]
    work.change_each(names.RELEASE, releases)
    work.change_each(
        TAKE_BACK, [{"pool_id": each.user.pool_id, "sub": each.user.sub} for each in newcomers]
    )
