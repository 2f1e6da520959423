"""The refresh token: an opaque string that carries whose it is and a 256-bit secret.

It names the user and the family, so that it is found by one look-up in one place, and the store
keeps only a keyed hash of the secret. Nothing in it is trusted but what the stored row confirms.

A token that rotation gave also carries its generation and that of its parent, the token it was
given for, under a MAC: so every token that was ever issued is known again, however long ago it was
rotated out, without a row for each.
"""

from __future__ import annotations

import base64
import binascii
import hmac
from dataclasses import dataclass, field, replace
from typing import Final

from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.ports.sealer import Sealer

_OF_SIGN_IN: Final = "r1"
_ROTATED: Final = "r2"
_PARTS: Final = {_OF_SIGN_IN: 4, _ROTATED: 6}
_SECRET_BYTES: Final = 32
_MAC_BYTES: Final = 32
_UUID_LENGTH: Final = 36
_DIGITS_MAX: Final = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshToken:
    """What a refresh token claims; `is_of` says whether it is true of a stored family.

    Only what rotation gave has a `parent` and a `tag`, the MAC over all the rest.
    """

    sub: Sub
    family_id: str
    secret: bytes = field(repr=False)
    generation: int = 0
    parent: int | None = None
    tag: bytes = field(default=b"", repr=False)

    def text(self) -> str:
        """Return the token as it is handed out; characters are those of the model's pattern."""
        if self.parent is None:
            return f"{_OF_SIGN_IN}.{self.sub}.{self.family_id}.{_encoded(self.secret)}"
        place = f"{self.sub}.{self.family_id}.{self.generation}.{self.parent}"
        return f"{_ROTATED}.{place}.{_encoded(self.secret + self.tag)}"

    def digest(self, pool: UserPool, sealer: Sealer) -> bytes:
        """Return what the store keeps instead of the secret.

        The owner is part of it: a row that is moved to another user confirms nobody's token.
        """
        parts = (self.sub, self.family_id, self.secret.hex())
        return sealer.mac(pool.keys, "refresh token", pool.id, *parts)

    def tagged(self, pool: UserPool, sealer: Sealer) -> RefreshToken:
        """Return the token, which rotation gives, with its tag."""
        return replace(self, tag=self._tag(pool, sealer))

    def is_of(self, family: TokenFamily, pool: UserPool, sealer: Sealer) -> bool:
        """Whether the family of this pool was given this very token, now or at an earlier time."""
        if self.parent is None:
            return hmac.compare_digest(self.digest(pool, sealer), family.token_digest)
        if not hmac.compare_digest(self._tag(pool, sealer), self.tag):
            return False
        newest = family.newest
        if newest is None or self.generation > newest.generation:
            # From before the store was put back to an earlier state: what it does not know of, it
            # did not give.
            return False
        if self.generation < newest.generation:
            return True
        return hmac.compare_digest(self.digest(pool, sealer), newest.digest)

    def _tag(self, pool: UserPool, sealer: Sealer) -> bytes:
        place = (self.sub, self.family_id, str(self.generation), str(self.parent))
        return sealer.mac(pool.keys, "rotated refresh token", pool.id, *place, self.secret.hex())


def parse(token: str) -> RefreshToken | None:
    """Return what the token claims, or None if it is not of our form.

    Prefixes, suffixes and other spellings of a good token are no tokens (what was read must give
    the same text).
    """
    parts = token.split(".")
    if len(parts) != _PARTS.get(parts[0]):
        return None
    sub, family_id, *generations, text = parts[1:]
    if len(sub) != _UUID_LENGTH or len(family_id) != _UUID_LENGTH:
        return None
    read = _with_secret(Sub(sub), family_id, generations, _decoded(text))
    return read if read is not None and read.text() == token else None


def _with_secret(
    sub: Sub, family_id: str, generations: list[str], data: bytes
) -> RefreshToken | None:
    if not generations:
        right_length = len(data) == _SECRET_BYTES
        return RefreshToken(sub=sub, family_id=family_id, secret=data) if right_length else None
    if len(data) != _SECRET_BYTES + _MAC_BYTES or not all(map(_is_number, generations)):
        return None
    generation, parent = map(int, generations)
    return RefreshToken(
        sub=sub,
        family_id=family_id,
        secret=data[:_SECRET_BYTES],
        generation=generation,
        parent=parent,
        tag=data[_SECRET_BYTES:],
    )


def _is_number(text: str) -> bool:
    return len(text) <= _DIGITS_MAX and text.isdecimal()  # bounded before it is converted


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        return b""
