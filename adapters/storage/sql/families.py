"""Token families in SQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import func, select, update

from adapters.storage.sql import rows
from adapters.storage.sql.parameters import bound, matches, of_user, upsert, values
from adapters.storage.sql.tables import FAMILIES, USERS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub
from domain.model.token import NewestToken, TokenFamily
from domain.ports.sentinels import Missing, Stale, Taken

EPOCH: Final = select(USERS.c.epoch).where(of_user(USERS))
ADD: Final = (
    upsert(FAMILIES)
    .from_select(
        [column.key for column in FAMILIES.c],
        select(*(bound(column).label(column.key) for column in FAMILIES.c))
        .select_from(USERS)
        .where(of_user(USERS), matches(USERS.c.epoch))
        .with_for_update(read=True),
    )
    .on_conflict_do_nothing()
)
"""Touches no row unless the user has that epoch; nobody changes his row until the unit commits."""

REVOKE_ALL: Final = (
    update(FAMILIES)
    .where(of_user(FAMILIES), FAMILIES.c.revoked_at_ms.is_(None))
    .values(revoked_at_ms=bound(FAMILIES.c.revoked_at_ms, "at_ms"))
)
REVOKE: Final = REVOKE_ALL.where(matches(FAMILIES.c.id))
ROTATE: Final = (
    update(FAMILIES)
    .where(
        of_user(FAMILIES),
        matches(FAMILIES.c.id),
        FAMILIES.c.revoked_at_ms.is_(None),
        func.coalesce(FAMILIES.c.generation, 0) == bound(FAMILIES.c.generation, "old_generation"),
    )
    .values(values((FAMILIES.c.generation, FAMILIES.c.newest_digest, FAMILIES.c.graces)))
)


class SqlFamilies:
    """The port `Families`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, family: TokenFamily, epoch: int) -> None:
        if self._work.change(ADD, {**_columns(family), "epoch": epoch}):
            return
        user = self._work.row(EPOCH, {"pool_id": family.pool_id, "sub": family.sub})
        if user is None:
            raise Missing
        raise Taken("family") if user[0] == epoch else Stale

    def rotate(
        self, pool_id: PoolId, sub: Sub, family_id: str, generation: int, newest: NewestToken
    ) -> bool:
        key = {"pool_id": pool_id, "sub": sub, "id": family_id, "old_generation": generation}
        return self._work.change(ROTATE, {**key, **rows.newest_columns(newest)}) == 1

    def revoke(self, pool_id: PoolId, sub: Sub, family_id: str, at_ms: int) -> bool:
        row = {"pool_id": pool_id, "sub": sub, "id": family_id, "at_ms": at_ms}
        return self._work.change(REVOKE, row) == 1

    def revoke_all(self, pool_id: PoolId, sub: Sub, at_ms: int) -> int:
        row = {"pool_id": pool_id, "sub": sub, "at_ms": at_ms}
        return self._work.change(REVOKE_ALL, row)


def _columns(family: TokenFamily) -> dict[str, Any]:
    return {
        "pool_id": family.pool_id,
        "sub": family.sub,
        "id": family.id,
        "client_id": family.client_id,
        "event_id": family.event_id,
        "token_digest": family.token_digest,
        "authenticated_at_ms": family.authenticated_at_ms,
        "expires_at_ms": family.expires_at_ms,
        "revoked_at_ms": family.revoked_at_ms,
        "device_key": family.device_key,
        "proven": " ".join(family.proven) or None,
        **rows.newest_columns(family.newest),
    }
