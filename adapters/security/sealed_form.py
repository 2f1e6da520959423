"""The form of a sealed value, and the one place that calls AES-GCM.

    01 | length of key id (1 byte) | key id | nonce (12) | ciphertext | tag (16)

The associated data is everything before the nonce, followed by each element of the context behind
its length, so that no two contexts give the same bytes. `01` is the version of this whole form.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from domain.ports.sealer import SealBroken

NONCE_BYTES: Final = 12
_VERSION: Final = 1
_TAG_BYTES: Final = 16
_PREFIX_BYTES: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedForm:
    """A sealed value taken apart; nothing of it is authentic before `opened`."""

    key_id: str
    header: bytes = field(repr=False)
    nonce: bytes = field(repr=False)
    body: bytes = field(repr=False)

    def opened(self, cipher: AESGCM, context: Sequence[str]) -> bytes:
        """Return the plain bytes. Raises SealBroken."""
        try:
            return cipher.decrypt(self.nonce, self.body, self.header + framed(context))
        except InvalidTag as invalid:
            raise SealBroken("the value was changed or belongs elsewhere") from invalid


def sealed(
    cipher: AESGCM, key_id: str, nonce: bytes, context: Sequence[str], plain: bytes
) -> bytes:
    """Seal bytes; the caller never uses a nonce twice with one key."""
    name = key_id.encode("ascii")
    header = bytes((_VERSION, len(name))) + name
    return header + nonce + cipher.encrypt(nonce, plain, header + framed(context))


def taken_apart(value: bytes) -> SealedForm:
    """Split a sealed value. Raises SealBroken if it has not exactly the form above."""
    if len(value) < _PREFIX_BYTES or value[0] != _VERSION:
        raise SealBroken("not a sealed value")
    name_end = _PREFIX_BYTES + value[1]
    body_at = name_end + NONCE_BYTES
    if len(value) < body_at + _TAG_BYTES:
        raise SealBroken("the sealed value is cut off")
    name = value[_PREFIX_BYTES:name_end]
    if not name.isascii():
        raise SealBroken("the sealed value names no key")
    return SealedForm(
        key_id=name.decode("ascii"),
        header=value[:name_end],
        nonce=value[name_end:body_at],
        body=value[body_at:],
    )


def framed(parts: Sequence[str]) -> bytes:
    """Return the parts, each behind its length: no two different lists give the same bytes."""
    encoded = [part.encode() for part in parts]
    return b"".join(len(each).to_bytes(4, "big") + each for each in encoded)
