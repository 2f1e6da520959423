"""Salt and verifier that a device chose for itself: read from ConfirmDevice, packed to be sealed.

The server can verify neither of them, so it only keeps out what would make a proof trivial, and
binds them to their device when it seals them (srp.md 6).
"""

from __future__ import annotations

import base64
from typing import Final

from domain import texts
from domain.crypto import srp
from domain.errors import InvalidParameterException
from domain.ports.srp import SrpVerifier

_SALT_BYTES_MAX: Final = 64
"""Clients draw 16, and put a zero byte in front of a set top bit."""

_VERIFIER_BYTES_MAX: Final = srp.VERIFIER_BYTES + 1


def read(salt: str, verifier: str) -> SrpVerifier:
    """Return the numbers that two texts in base64 stand for, whatever zero bytes they begin with.

    Raises InvalidParameterException for other texts, a salt of 0, and a verifier of 0, 1 or N-1,
    with which anybody could compute the key, or not below N.
    """
    chosen = SrpVerifier(
        salt=_number(salt, _SALT_BYTES_MAX), verifier=_number(verifier, _VERIFIER_BYTES_MAX)
    )
    if chosen.salt == 0 or not 1 < chosen.verifier < srp.N - 1:
        raise InvalidParameterException(texts.DEVICE_VERIFIER_INVALID)
    return chosen


def pack(chosen: SrpVerifier) -> bytes:
    """Return the verifier (384 bytes) and then the salt, both big-endian, as they are sealed."""
    return chosen.verifier.to_bytes(srp.VERIFIER_BYTES, "big") + srp.to_bytes(chosen.salt)


def unpack(packed: bytes) -> SrpVerifier:
    """Read what `pack` wrote."""
    verifier, salt = packed[: srp.VERIFIER_BYTES], packed[srp.VERIFIER_BYTES :]
    return SrpVerifier(salt=int.from_bytes(salt, "big"), verifier=int.from_bytes(verifier, "big"))


def _number(text: str, bytes_max: int) -> int:
    try:
        # Without `validate` whatever is not of the alphabet would be passed over in silence.
        decoded = base64.b64decode(text, validate=True)
    except ValueError as malformed:
        raise InvalidParameterException(texts.DEVICE_VERIFIER_INVALID) from malformed
    if len(decoded) > bytes_max:
        raise InvalidParameterException(texts.DEVICE_VERIFIER_INVALID)
    return int.from_bytes(decoded, "big")
