"""Master keys: the 32-byte keys of the operator from which every other key descends (SEC-01).

They come from the settings and never reach the store. None is used itself: for each purpose a key
of its own is derived from it (RFC 5869), so that what is made for one purpose opens nothing else.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from domain.model.identifiers import Secret

KEY_BYTES: Final = 32
_ID: Final = re.compile(r"[A-Za-z0-9._-]{1,64}", re.ASCII)


class Purpose(StrEnum):
    """What a derived key may be used for; the value enters the derivation."""

    WRAP = "wrap pool keys"
    GLOBAL = "seal what belongs to no pool"
    PEPPER = "pepper passwords"
    SEAL = "seal values of a pool"
    LOOKUP = "keyed hashes of a pool"


def derive(secret: bytes, purpose: Purpose) -> bytes:
    """Return the 32-byte key of `secret` for one purpose (HKDF-SHA256)."""
    info = f"cognate/1/{purpose}".encode()
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=None, info=info).derive(secret)


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKey:
    """One master key. Its id stands in clear in everything that was made with it."""

    id: str
    secret: Secret[bytes]


class MasterKeys:
    """The configured master keys: the first one is active, the others only open."""

    def __init__(self, keys: Sequence[MasterKey]) -> None:
        self.active_id = keys[0].id
        self._derived = {
            (key.id, purpose): derive(key.secret.reveal(), purpose)
            for key in keys
            for purpose in (Purpose.WRAP, Purpose.GLOBAL, Purpose.PEPPER)
        }

    def derived(self, key_id: str, purpose: Purpose) -> bytes | None:
        """Return the key for a purpose, or None if no such master key is configured."""
        return self._derived.get((key_id, purpose))

    def active(self, purpose: Purpose) -> bytes:
        """Return the active master key's key for a purpose."""
        return self._derived[self.active_id, purpose]

    def __repr__(self) -> str:
        return f"MasterKeys(active_id={self.active_id!r})"


def parse_master_keys(text: str) -> tuple[MasterKey, ...]:
    """Read `id:base64 of 32 bytes`, comma separated, the active one first.

    Raises ValueError with a reason that shows ids but never a key.
    """
    keys: list[MasterKey] = []
    for position, entry in enumerate(text.split(","), start=1):
        key = _parse(entry.strip(), position)
        if any(key.id == other.id for other in keys):
            raise ValueError(f"two sealing keys have the id {key.id!r}")
        if any(key.secret == other.secret for other in keys):
            raise ValueError(f"the sealing key {key.id!r} has the same bytes as another one")
        keys.append(key)
    return tuple(keys)


def _parse(entry: str, position: int) -> MasterKey:
    key_id, colon, encoded = entry.partition(":")
    if not colon or not _ID.fullmatch(key_id):
        raise ValueError(
            f"sealing key {position} does not begin with an id (letters, digits, . _ -) and a colon"
        )
    try:
        secret = base64.b64decode(encoded, validate=True)
    except binascii.Error as error:
        raise ValueError(f"the sealing key {key_id!r} is not base64") from error
    if len(secret) != KEY_BYTES:
        raise ValueError(
            f"the sealing key {key_id!r} has {len(secret)} bytes instead of {KEY_BYTES}"
        )
    # A placeholder such as 32 zero bytes would seal everything under a key that anybody guesses.
    if len(set(secret)) == 1:
        raise ValueError(f"all bytes of the sealing key {key_id!r} are equal")
    return MasterKey(id=key_id, secret=Secret(secret))
