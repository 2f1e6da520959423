"""Access keys in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import func, select, update

from adapters.storage.sql.codec import dumps, loads
from adapters.storage.sql.parameters import LIMIT, bound, insert_or_yield, matches
from adapters.storage.sql.tables import ACCESS_KEYS
from adapters.storage.sql.work import Row, Work
from domain.model.access_key import AccessKey
from domain.ports.sentinels import Missing, Taken

DISABLED_AT_MS: Final = ACCESS_KEYS.c.disabled_at_ms

ADD: Final = insert_or_yield(ACCESS_KEYS)
GET: Final = select(ACCESS_KEYS).where(matches(ACCESS_KEYS.c.id))
DISABLE: Final = (
    update(ACCESS_KEYS)
    .where(matches(ACCESS_KEYS.c.id))
    .values(disabled_at_ms=func.coalesce(DISABLED_AT_MS, bound(DISABLED_AT_MS, "at_ms")))
)
PAGE: Final = (
    select(ACCESS_KEYS)
    .where(ACCESS_KEYS.c.id > bound(ACCESS_KEYS.c.id, "after"))
    .order_by(ACCESS_KEYS.c.id)
    .limit(LIMIT)
)


class SqlAccessKeys:
    """The port `AccessKeys`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, key: AccessKey) -> None:
        if not self._work.change(ADD, _columns(key)):
            raise Taken("access key")

    def get(self, key_id: str) -> AccessKey | None:
        row = self._work.row(GET, {"id": key_id})
        return None if row is None else _key(row)

    def disable(self, key_id: str, at_ms: int) -> None:
        if not self._work.change(DISABLE, {"id": key_id, "at_ms": at_ms}):
            raise Missing

    def page(self, after: str | None, limit: int) -> Sequence[AccessKey]:
        rows = self._work.rows(PAGE, {"after": after or "", "limit": limit})
        return [_key(row) for row in rows]


def _columns(key: AccessKey) -> dict[str, Any]:
    return {
        "id": key.id,
        "sealed_secret": key.sealed_secret,
        "policy": dumps(key.policy),
        "created_at_ms": key.created_at_ms,
        "disabled_at_ms": key.disabled_at_ms,
        "note": key.note,
    }


def _key(row: Row) -> AccessKey:
    key_id, sealed_secret, policy, created_at_ms, disabled_at_ms, note = row
    return AccessKey(
        id=key_id,
        sealed_secret=sealed_secret,
        policy=loads(policy),
        created_at_ms=created_at_ms,
        disabled_at_ms=disabled_at_ms,
        note=note,
    )
