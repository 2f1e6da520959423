"""The refresh token: an opaque string that carries whose it is and a 256-bit secret.

It names the user and the family, so that it is found by one look-up in one place, and the store
keeps only a keyed hash of the secret. Nothing in it is trusted but what the stored row confirms.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.ports.sealer import Sealer

_FORMAT: Final = "r1"
_PARTS: Final = 4
_SECRET_BYTES: Final = 32
_UUID_LENGTH: Final = 36


@dataclass(frozen=True, slots=True, kw_only=True)
class PresentedToken:
    """What a refresh token claims; `is_of` says whether it is true of a stored family."""

    sub: Sub
    family_id: str
    secret: bytes = field(repr=False)

    def is_of(self, family: TokenFamily, pool: UserPool, sealer: Sealer) -> bool:
        """Whether the family of this pool was given this very token."""
        digest = digest_of(sealer, pool, self.sub, self.family_id, self.secret)
        return hmac.compare_digest(digest, family.token_digest)


def compose(sub: Sub, family_id: str, secret: bytes) -> str:
    """Return the token of a family; characters are those of the model's token pattern."""
    text = base64.urlsafe_b64encode(secret).rstrip(b"=").decode()
    return f"{_FORMAT}.{sub}.{family_id}.{text}"


def digest_of(sealer: Sealer, pool: UserPool, sub: Sub, family_id: str, secret: bytes) -> bytes:
    """Return what the store keeps instead of the secret.

    The owner is part of it: a row that is moved to another user confirms nobody's token.
    """
    return sealer.mac(pool.keys, "refresh token", pool.id, sub, family_id, secret.hex())


def parse(token: str) -> PresentedToken | None:
    """Return what the token claims, or None if it is not of our form.

    Prefixes, suffixes and other spellings of a good token are no tokens (the decoded secret must
    be whole and encode to the same text).
    """
    parts = token.split(".")
    if len(parts) != _PARTS or parts[0] != _FORMAT:
        return None
    sub, family_id, text = parts[1:]
    if len(sub) != _UUID_LENGTH or len(family_id) != _UUID_LENGTH:
        return None
    try:
        secret = base64.b64decode(text + "=", altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return None
    if len(secret) != _SECRET_BYTES or compose(Sub(sub), family_id, secret) != token:
        return None
    return PresentedToken(sub=Sub(sub), family_id=family_id, secret=secret)
