"""Devices in SQL."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select, tuple_, update

from adapters.storage.sql.parameters import (
    HAS_USER,
    LIMIT,
    bound,
    insert_for_user,
    matches,
    of_user,
    values,
)
from adapters.storage.sql.tables import DEVICES
from adapters.storage.sql.work import Row, Work
from domain.model.device import Device
from domain.model.identifiers import PoolId, Sub
from domain.ports.devices import DeviceUse
from domain.ports.sentinels import Missing, Taken

OF_KEY: Final = of_user(DEVICES) & matches(DEVICES.c.key)

ADD: Final = insert_for_user(DEVICES)
GET: Final = select(DEVICES).where(OF_KEY)
REMEMBER: Final = (
    update(DEVICES)
    .where(OF_KEY)
    .values(values([DEVICES.c.remembered, DEVICES.c.by_mfa, DEVICES.c.modified_at_ms]))
)
TOUCH: Final = (
    update(DEVICES)
    .where(OF_KEY, DEVICES.c.remembered)
    .values(values([DEVICES.c.authenticated_at_ms, DEVICES.c.last_ip]))
)
TRUST: Final = TOUCH.values(values([DEVICES.c.by_mfa, DEVICES.c.modified_at_ms]))
REMOVE: Final = delete(DEVICES).where(OF_KEY)
PAGE: Final = (
    select(DEVICES)
    .where(of_user(DEVICES))
    .order_by(DEVICES.c.created_at_ms.desc(), DEVICES.c.key.desc())
    .limit(LIMIT)
)
NEXT_PAGE: Final = PAGE.where(
    tuple_(DEVICES.c.created_at_ms, DEVICES.c.key)
    < tuple_(bound(DEVICES.c.created_at_ms, "after_ms"), bound(DEVICES.c.key, "after_key"))
)


class SqlDevices:
    """The port `Devices`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, device: Device) -> None:
        if not self._work.change(ADD, _columns(device)):
            user = self._work.row(HAS_USER, {"pool_id": device.pool_id, "sub": device.sub})
            raise Missing if user is None else Taken("device")

    def get(self, pool_id: PoolId, sub: Sub, key: str) -> Device | None:
        row = self._work.row(GET, _key(pool_id, sub, key))
        return None if row is None else _device(row)

    def remember(
        self, pool_id: PoolId, sub: Sub, key: str, *, remembered: bool, by_mfa: bool, at_ms: int
    ) -> None:
        change = {"remembered": remembered, "by_mfa": by_mfa, "modified_at_ms": at_ms}
        if not self._work.change(REMEMBER, {**_key(pool_id, sub, key), **change}):
            raise Missing

    def touch(self, pool_id: PoolId, sub: Sub, key: str, use: DeviceUse) -> bool:
        change = {"authenticated_at_ms": use.at_ms, "last_ip": use.ip}
        if not use.by_mfa:
            return self._work.change(TOUCH, {**_key(pool_id, sub, key), **change}) == 1
        trust = {"by_mfa": True, "modified_at_ms": use.at_ms}
        return self._work.change(TRUST, {**_key(pool_id, sub, key), **change, **trust}) == 1

    def remove(self, pool_id: PoolId, sub: Sub, key: str) -> None:
        if not self._work.change(REMOVE, _key(pool_id, sub, key)):
            raise Missing

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[Device]:
        page = {"pool_id": pool_id, "sub": sub, "limit": limit}
        if after is None:
            rows = self._work.rows(PAGE, page)
        else:
            after_ms, after_key = after
            page |= {"after_ms": after_ms, "after_key": after_key}
            rows = self._work.rows(NEXT_PAGE, page)
        return [_device(row) for row in rows]


def _key(pool_id: PoolId, sub: Sub, key: str) -> dict[str, Any]:
    return {"pool_id": pool_id, "sub": sub, "key": key}


def _columns(device: Device) -> dict[str, Any]:
    return {
        **_key(device.pool_id, device.sub, device.key),
        "group_key": device.group_key,
        "name": device.name,
        "sealed_verifier": device.sealed_verifier,
        "remembered": device.remembered,
        "by_mfa": device.by_mfa,
        "created_at_ms": device.created_at_ms,
        "modified_at_ms": device.modified_at_ms,
        "authenticated_at_ms": device.authenticated_at_ms,
        "last_ip": device.last_ip,
    }


def _device(row: Row) -> Device:
    pool_id, sub, key, group_key, name, verifier, remembered, by_mfa, *times, last_ip = row
    created, modified, authenticated = times
    return Device(
        pool_id=pool_id,
        sub=sub,
        key=key,
        group_key=group_key,
        name=name,
        sealed_verifier=verifier,
        remembered=bool(remembered),  # SQLite has numbers for it
        by_mfa=bool(by_mfa),
        created_at_ms=created,
        modified_at_ms=modified,
        authenticated_at_ms=authenticated,
        last_ip=last_ip,
    )
