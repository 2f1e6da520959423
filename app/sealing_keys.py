"""Master keys as the operator writes them: `id:base64 of 32 bytes`, comma separated."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from domain.model.identifiers import Secret

KEY_BYTES: Final = 32
DEVELOPMENT_PREFIX: Final = "dev"
ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class MasterKey:
    """One master key with the id under which sealed values name it."""

    id: str
    key: Secret[bytes]

    @property
    def is_for_development(self) -> bool:
        """Whether `cognate dev` made it."""
        return self.id.startswith(DEVELOPMENT_PREFIX)

    @property
    def is_guessable(self) -> bool:
        """Whether all its bytes are the same: typed, not made (SEC-74)."""
        return len(set(self.key.reveal())) == 1


def parse(text: str) -> tuple[MasterKey, ...]:
    """Return the keys in their order. Raises ValueError, whose text never shows key material."""
    keys = tuple(_parse_one(entry.strip()) for entry in text.split(","))
    if len({key.id for key in keys}) < len(keys):
        raise ValueError("two keys have the same id")
    return keys


def _parse_one(entry: str) -> MasterKey:
    key_id, colon, encoded = entry.partition(":")
    if not colon or not ID.fullmatch(key_id):
        raise ValueError("every entry must be an id of letters and digits, a colon and base64")
    try:
        key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise ValueError(f"the key {key_id} is not base64") from None
    if len(key) != KEY_BYTES:
        raise ValueError(f"the key {key_id} has {len(key)} bytes; it must have {KEY_BYTES}")
    return MasterKey(id=key_id, key=Secret(key))
