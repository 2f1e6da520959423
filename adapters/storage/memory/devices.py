"""Devices in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.device import Device
from domain.model.identifiers import PoolId, Sub
from domain.ports.devices import DeviceUse
from domain.ports.sentinels import Missing, Taken


class MemoryDevices:
    """The port `Devices`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, device: Device) -> None:
        if self._view.users.get((device.pool_id, device.sub)) is None:
            raise Missing
        key = (device.pool_id, device.sub, device.key)
        if self._view.devices.get(key) is not None:
            raise Taken("device")
        self._view.devices.put(key, device)

    def get(self, pool_id: PoolId, sub: Sub, key: str) -> Device | None:
        return self._view.devices.get((pool_id, sub, key))

    def remember(
        self, pool_id: PoolId, sub: Sub, key: str, *, remembered: bool, by_mfa: bool, at_ms: int
    ) -> None:
        device = self._view.devices.get((pool_id, sub, key))
        if device is None:
            raise Missing
        changed = replace(device, remembered=remembered, by_mfa=by_mfa, modified_at_ms=at_ms)
        self._view.devices.put((pool_id, sub, key), changed)

    def touch(self, pool_id: PoolId, sub: Sub, key: str, use: DeviceUse) -> bool:
        device = self._view.devices.get((pool_id, sub, key))
        if device is None or not device.remembered:
            return False
        touched = replace(device, authenticated_at_ms=use.at_ms, last_ip=use.ip)
        if use.by_mfa:
            touched = replace(touched, by_mfa=True, modified_at_ms=use.at_ms)
        self._view.devices.put((pool_id, sub, key), touched)
        return True

    def remove(self, pool_id: PoolId, sub: Sub, key: str) -> None:
        if not self._view.devices.drop((pool_id, sub, key)):
            raise Missing

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[Device]:
        rows = self._view.devices.where(
            lambda row: (
                (row.pool_id, row.sub) == (pool_id, sub) and (after is None or _place(row) < after)
            )
        )
        return sorted(rows, key=_place, reverse=True)[:limit]


def _place(device: Device) -> tuple[int, str]:
    return device.created_at_ms, device.key
