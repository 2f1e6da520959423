"""Passkeys in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.codec import dumps, loads
from adapters.storage.sql.parameters import (
    HAS_USER,
    bound,
    insert_for_user,
    matches,
    of_user,
    values,
)
from adapters.storage.sql.tables import PASSKEYS
from adapters.storage.sql.work import Row, Work
from domain.model.identifiers import PoolId, Sub
from domain.model.passkey import Passkey
from domain.ports.passkeys import PasskeyUse
from domain.ports.sentinels import Missing, Taken

OF_ID: Final = of_user(PASSKEYS) & matches(PASSKEYS.c.id)

ADD: Final = insert_for_user(PASSKEYS)
OF_USER: Final = (
    select(PASSKEYS)
    .where(of_user(PASSKEYS))
    .order_by(PASSKEYS.c.created_at_ms.desc(), PASSKEYS.c.id.desc())
)
USE: Final = (
    update(PASSKEYS)
    .where(OF_ID, PASSKEYS.c.sign_count == bound(PASSKEYS.c.sign_count, "counted"))
    .values(values([PASSKEYS.c.sign_count, PASSKEYS.c.backed_up, PASSKEYS.c.used_at_ms]))
)
REMOVE: Final = delete(PASSKEYS).where(OF_ID)


class SqlPasskeys:
    """The port `Passkeys`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, passkey: Passkey) -> None:
        if not self._work.change(ADD, _columns(passkey)):
            user = self._work.row(HAS_USER, {"pool_id": passkey.pool_id, "sub": passkey.sub})
            raise Missing if user is None else Taken("passkey")

    def of_user(self, pool_id: PoolId, sub: Sub) -> Sequence[Passkey]:
        return [_passkey(row) for row in self._work.rows(OF_USER, {"pool_id": pool_id, "sub": sub})]

    def use(self, pool_id: PoolId, sub: Sub, passkey_id: str, use: PasskeyUse) -> bool:
        row = {
            **_key(pool_id, sub, passkey_id),
            "counted": use.counted,
            "sign_count": use.sign_count,
            "backed_up": use.backed_up,
            "used_at_ms": use.at_ms,
        }
        return self._work.change(USE, row) == 1

    def remove(self, pool_id: PoolId, sub: Sub, passkey_id: str) -> None:
        if not self._work.change(REMOVE, _key(pool_id, sub, passkey_id)):
            raise Missing


def _key(pool_id: PoolId, sub: Sub, passkey_id: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "sub": sub, "id": passkey_id}


def _columns(passkey: Passkey) -> dict[str, Any]:
    return {
        **_key(passkey.pool_id, passkey.sub, passkey.id),
        "rp_id": passkey.rp_id,
        "name": passkey.name,
        "public_key": passkey.public_key,
        "sign_count": passkey.sign_count,
        "aaguid": passkey.aaguid,
        "attachment": passkey.attachment,
        "transports": dumps(passkey.transports),
        "backup_eligible": passkey.backup_eligible,
        "backed_up": passkey.backed_up,
        "user_verified": passkey.user_verified,
        "created_at_ms": passkey.created_at_ms,
        "used_at_ms": passkey.used_at_ms,
    }


def _passkey(row: Row) -> Passkey:
    pool_id, sub, passkey_id, rp_id, name, public_key, sign_count, *made_as, created, used = row
    aaguid, attachment, transports, backup_eligible, backed_up, user_verified = made_as
    return Passkey(
        pool_id=pool_id,
        sub=sub,
        id=passkey_id,
        rp_id=rp_id,
        name=name,
        public_key=public_key,
        sign_count=sign_count,
        aaguid=aaguid,
        attachment=attachment,
        transports=tuple(loads(transports)),
        backup_eligible=bool(backup_eligible),  # SQLite has numbers for it
        backed_up=bool(backed_up),
        user_verified=bool(user_verified),
        created_at_ms=created,
        used_at_ms=used,
    )
