"""Signing keys in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import select

from adapters.storage.sql.parameters import insert_into_pool, matches
from adapters.storage.sql.tables import POOLS, SIGNING_KEYS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId
from domain.model.keys import SigningKey
from domain.ports.sentinels import Missing, Taken

HAS_POOL: Final = select(POOLS.c.id).where(matches(POOLS.c.id))
ADD: Final = insert_into_pool(SIGNING_KEYS)
OF_POOL: Final = (
    select(SIGNING_KEYS)
    .where(matches(SIGNING_KEYS.c.pool_id))
    .order_by(
        SIGNING_KEYS.c.use.desc(),  # "id" before "access"
        SIGNING_KEYS.c.created_at_ms.desc(),
        SIGNING_KEYS.c.kid,
    )
)


class SqlSigningKeys:
    """The port `SigningKeys`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, key: SigningKey) -> None:
        if not self._work.change(ADD, _columns(key)):
            pool = self._work.row(HAS_POOL, {"id": key.pool_id})
            raise Missing if pool is None else Taken("kid")

    def of_pool(self, pool_id: PoolId) -> Sequence[SigningKey]:
        return [_key(row) for row in self._work.rows(OF_POOL, {"pool_id": pool_id})]


def _columns(key: SigningKey) -> dict[str, Any]:
    return {
        "pool_id": key.pool_id,
        "kid": key.kid,
        "use": key.use,
        "sealed_private_key": key.sealed_private_key,
        # Far more than 64 bits: big-endian, without leading zeros.
        "modulus": key.modulus.to_bytes((key.modulus.bit_length() + 7) // 8, "big"),
        "exponent": key.exponent,
        "created_at_ms": key.created_at_ms,
    }


def _key(row: Row) -> SigningKey:
    pool_id, kid, use, sealed_private_key, modulus, exponent, created_at_ms = row
    return SigningKey(
        pool_id=pool_id,
        kid=kid,
        use=use,
        sealed_private_key=sealed_private_key,
        modulus=int.from_bytes(modulus, "big"),
        exponent=exponent,
        created_at_ms=created_at_ms,
    )
