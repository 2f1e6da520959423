"""The names that devices get: a DeviceKey each, and the DeviceGroupKey that a pool's share.

Neither is a secret; both enter what a device signs, so they are never written in another way.
"""

from __future__ import annotations

import hashlib
from typing import Final

from domain.model.device import NewDevice
from domain.model.identifiers import PoolId
from domain.ports.entropy import Entropy

_ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_GROUP_LENGTH: Final = 8


def new_device(pool_id: PoolId, entropy: Entropy) -> NewDevice:
    """Return the names for a device that the pool has not seen."""
    region = pool_id.partition("_")[0]
    return NewDevice(key=f"{region}_{entropy.uuid()}", group_key=group_key_of(pool_id))


def group_key_of(pool_id: PoolId) -> str:
    """Return a hyphen and eight letters or digits: the same for the pool at all times."""
    digest = hashlib.sha256(f"device group\x00{pool_id}".encode()).digest()
    return "-" + "".join(_ALPHABET[byte % len(_ALPHABET)] for byte in digest[:_GROUP_LENGTH])


def forgotten(key: str) -> str:
    """Return the id under which a forgotten key is spent, while access tokens still name it."""
    return f"forgotten device/{key}"
