"""Devices that a user signs in from: tracked, confirmed, remembered (mfa-and-devices.md 6)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import PoolId, Sub

KEY_LENGTH_MAX: Final = 55


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDevice:
    """What a sign-in from a device without name is given for it (NewDeviceMetadata)."""

    key: str
    group_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """One confirmed device of a user.

    `key` is DeviceKey and `group_key` DeviceGroupKey, as they entered the verifier. The verifier
    is sealed; a device without one is listed and never asked for. `by_mfa` says that it was
    confirmed or remembered in a sign-in that passed a second factor: only then may it stand in for
    one (ruling 6).
    """

    pool_id: PoolId
    sub: Sub
    key: str
    group_key: str
    name: str | None = None
    sealed_verifier: bytes | None = field(default=None, repr=False)
    remembered: bool
    by_mfa: bool = False
    created_at_ms: int
    modified_at_ms: int
    authenticated_at_ms: int
    last_ip: str | None = field(default=None, repr=False)
