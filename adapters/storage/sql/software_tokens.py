"""Software tokens in SQL."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.parameters import bound, matches, of_user, upsert, values
from adapters.storage.sql.tables import SOFTWARE_TOKENS as TOKENS
from adapters.storage.sql.work import Work
from domain.model.factors import SoftwareToken
from domain.model.identifiers import PoolId, Sub

GET: Final = select(TOKENS).where(of_user(TOKENS))
PUT: Final = (
    upsert(TOKENS)
    .values(values(TOKENS.c))
    .on_conflict_do_update(
        index_elements=list(TOKENS.primary_key.columns),
        set_=values(column for column in TOKENS.c if not column.primary_key),
    )
)
STEP: Final = bound(TOKENS.c.last_step, "step")
USE: Final = (
    update(TOKENS)
    .where(of_user(TOKENS), matches(TOKENS.c.id), TOKENS.c.last_step < STEP)
    .values(last_step=STEP)
)
DROP: Final = delete(TOKENS).where(of_user(TOKENS))


class SqlSoftwareTokens:
    """The port `SoftwareTokens`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def get(self, pool_id: PoolId, sub: Sub) -> SoftwareToken | None:
        row = self._work.row(GET, {"pool_id": pool_id, "sub": sub})
        if row is None:
            return None
        _, _, token_id, sealed_secret, last_step, created_at_ms = row
        return SoftwareToken(
            pool_id=pool_id,
            sub=sub,
            id=token_id,
            sealed_secret=sealed_secret,
            last_step=last_step,
            created_at_ms=created_at_ms,
        )

    def put(self, token: SoftwareToken) -> None:
        self._work.change(PUT, _columns(token))

    def use(self, pool_id: PoolId, sub: Sub, token_id: str, step: int) -> bool:
        row = {"pool_id": pool_id, "sub": sub, "id": token_id, "step": step}
        return self._work.change(USE, row) == 1

    def drop(self, pool_id: PoolId, sub: Sub) -> bool:
        return self._work.change(DROP, {"pool_id": pool_id, "sub": sub}) == 1


def _columns(token: SoftwareToken) -> dict[str, Any]:
    return {
        "pool_id": token.pool_id,
        "sub": token.sub,
        "id": token.id,
        "sealed_secret": token.sealed_secret,
        "last_step": token.last_step,
        "created_at_ms": token.created_at_ms,
    }
