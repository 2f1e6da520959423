"""One-time codes in SQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.parameters import LIMIT, NOW_MS, matches, of_user, upsert, values
from adapters.storage.sql.tables import CODES
from adapters.storage.sql.work import Row, Work
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import PoolId, Sub

OF_PURPOSE: Final = of_user(CODES) & matches(CODES.c.purpose)

PUT: Final = (
    upsert(CODES)
    .values(values(CODES.c))
    .on_conflict_do_update(
        index_elements=list(CODES.primary_key.columns),
        set_=values(column for column in CODES.c if not column.primary_key),
    )
)
GET: Final = select(CODES).where(OF_PURPOSE)
CLAIM: Final = (
    update(CODES)
    .where(OF_PURPOSE, CODES.c.expires_at_ms > NOW_MS, CODES.c.tries < LIMIT)
    .values(tries=CODES.c.tries + 1)
    .returning(*CODES.c)
)
CONSUME: Final = delete(CODES).where(OF_PURPOSE, matches(CODES.c.id))
DROP: Final = delete(CODES).where(of_user(CODES))


class SqlCodes:
    """The port `Codes`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def put(self, code: OneTimeCode) -> None:
        self._work.change(PUT, _columns(code))

    def get(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose) -> OneTimeCode | None:
        row = self._work.row(GET, _key(pool_id, sub, purpose))
        return None if row is None else _code(row)

    def claim(
        self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, now_ms: int, limit: int
    ) -> OneTimeCode | None:
        bounds = {"now_ms": now_ms, "limit": limit}
        row = self._work.changed_row(CLAIM, {**_key(pool_id, sub, purpose), **bounds})
        return None if row is None else _code(row)

    def consume(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, code_id: str) -> bool:
        return self._work.change(CONSUME, {**_key(pool_id, sub, purpose), "id": code_id}) == 1

    def drop(self, pool_id: PoolId, sub: Sub) -> None:
        self._work.change(DROP, {"pool_id": pool_id, "sub": sub})


def _key(pool_id: PoolId, sub: Sub, purpose: CodePurpose) -> dict[str, Any]:
    return {"pool_id": pool_id, "sub": sub, "purpose": purpose.value}


def _columns(code: OneTimeCode) -> dict[str, Any]:
    return {
        **_key(code.pool_id, code.sub, code.purpose),
        "id": code.id,
        "digest": code.digest,
        "attribute": code.attribute,
        "destination": code.destination,
        "expires_at_ms": code.expires_at_ms,
        "tries": code.tries,
    }


def _code(row: Row) -> OneTimeCode:
    pool_id, sub, purpose, code_id, digest, attribute, destination, expires_at_ms, tries = row
    return OneTimeCode(
        pool_id=pool_id,
        sub=sub,
        purpose=CodePurpose(purpose),
        id=code_id,
        digest=digest,
        attribute=attribute,
        destination=destination,
        expires_at_ms=expires_at_ms,
        tries=tries,
    )
