"""Passwords in their stored forms, in SQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import null, select, tuple_, update

from adapters.storage.sql.codec import dumps
from adapters.storage.sql.parameters import (
    LIMIT,
    bound,
    insert_or_yield,
    matches,
    of_user,
    values,
)
from adapters.storage.sql.tables import CREDENTIALS
from adapters.storage.sql.work import Work
from domain.model.identifiers import PoolId, Sub
from domain.model.user import Credentials
from domain.ports.sentinels import Stale

FIRST: Final = insert_or_yield(CREDENTIALS)
NEXT: Final = (
    update(CREDENTIALS)
    .where(of_user(CREDENTIALS))
    .where(CREDENTIALS.c.generation == bound(CREDENTIALS.c.generation, "old_generation"))
    .values(values(column for column in CREDENTIALS.c if not column.primary_key))
)
_OF_GENERATION: Final = update(CREDENTIALS).where(
    of_user(CREDENTIALS), matches(CREDENTIALS.c.generation)
)
REPLACE_HASH: Final = _OF_GENERATION.values(values([CREDENTIALS.c.password_hash]))
REPLACE_BOTH: Final = _OF_GENERATION.values(
    values([CREDENTIALS.c.password_hash, CREDENTIALS.c.sealed_verifier])
)
DROP_VERIFIERS: Final = (
    update(CREDENTIALS)
    .where(
        tuple_(CREDENTIALS.c.pool_id, CREDENTIALS.c.sub).in_(
            select(CREDENTIALS.c.pool_id, CREDENTIALS.c.sub)
            .where(CREDENTIALS.c.sealed_verifier.is_not(None))
            .limit(LIMIT)
        )
    )
    .values(sealed_verifier=null())
)


class SqlCredentials:
    """The port `CredentialsStore`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def save(self, credentials: Credentials) -> None:
        row = columns(credentials)
        if credentials.generation == 1:
            written = self._work.change(FIRST, row)
        else:
            old = {"old_generation": credentials.generation - 1}
            written = self._work.change(NEXT, {**row, **old})
        if not written:
            raise Stale

    def replace_hash(
        self,
        pool_id: PoolId,
        sub: Sub,
        generation: int,
        password_hash: str,
        sealed_verifier: bytes | None = None,
    ) -> bool:
        row = {
            "pool_id": pool_id,
            "sub": sub,
            "generation": generation,
            "password_hash": password_hash,
        }
        if sealed_verifier is None:
            return self._work.change(REPLACE_HASH, row) == 1
        return self._work.change(REPLACE_BOTH, {**row, "sealed_verifier": sealed_verifier}) == 1

    def drop_verifiers(self, limit: int) -> int:
        return self._work.change(DROP_VERIFIERS, {"limit": limit})


def columns(credentials: Credentials) -> dict[str, Any]:
    """Return the row of credentials."""
    return {
        "pool_id": credentials.pool_id,
        "sub": credentials.sub,
        "generation": credentials.generation,
        "password_hash": credentials.password_hash,
        "sealed_verifier": credentials.sealed_verifier,
        "set_at_ms": credentials.set_at_ms,
        "temporary_until_ms": credentials.temporary_until_ms,
        "history": dumps(credentials.history),
    }
