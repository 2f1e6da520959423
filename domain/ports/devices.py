"""Repository of devices."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from domain.model.device import Device
from domain.model.identifiers import PoolId, Sub


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceUse:
    """One sign-in from a device: when, from where, and whether beside a second factor."""

    at_ms: int
    ip: str | None = field(default=None, repr=False)
    by_mfa: bool = False


class Devices(Protocol):
    """Confirmed devices by (pool, sub, key)."""

    def add(self, device: Device) -> None:
        """Store a new device. Raises Taken("device"), or Missing if the user is gone.

        The check holds until the unit commits (the user's row is locked), so that nothing is left
        of a user who is deleted meanwhile (SEC-80).
        """
        ...

    def get(self, pool_id: PoolId, sub: Sub, key: str) -> Device | None:
        """Return the device, or None."""
        ...

    def remember(
        self, pool_id: PoolId, sub: Sub, key: str, *, remembered: bool, by_mfa: bool, at_ms: int
    ) -> None:
        """Set whether it is remembered, and `by_mfa`; modified at that time. Raises Missing."""
        ...

    def touch(self, pool_id: PoolId, sub: Sub, key: str, use: DeviceUse) -> bool:
        """Note a sign-in from the device, if it is there and remembered; whether it was.

        With `use.by_mfa` the device has that too from then on. One conditional statement: a device
        that was forgotten meanwhile, or is not remembered any more, proves nothing.
        """
        ...

    def remove(self, pool_id: PoolId, sub: Sub, key: str) -> None:
        """Delete the device. Raises Missing."""
        ...

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[Device]:
        """Return at most `limit` devices of the user, newest first.

        Descending by (`created_at_ms`, `key`), beginning below `after`.
        """
        ...
