"""Time-based one-time passwords (RFC 6238): SHA-1, 30 seconds, six digits, one step either way."""

from __future__ import annotations

import base64
import hmac
import re
from typing import Final

import pyotp

SECRET_BYTES: Final = 32
"""256 bits, shown as 52 characters of base32."""

STEP_MS: Final = 30_000
_WINDOW: Final = range(-1, 2)
_CODE: Final = re.compile(r"[0-9]{6}", re.ASCII)


def to_text(secret: bytes) -> str:
    """Return the secret as SecretCode shows it: base32 without padding."""
    return base64.b32encode(secret).decode().rstrip("=")


def matching_step(secret: bytes, code: str, now_ms: int) -> int | None:
    """Return the time step whose code this is, now or one step before or after; or None.

    The form is checked first, since pyotp takes the digits of other scripts for ASCII ones
    (SEC-21). Every step is compared, so that the time tells nothing.
    """
    if _CODE.fullmatch(code) is None:
        return None
    password = pyotp.HOTP(to_text(secret))
    current = now_ms // STEP_MS
    matching = None
    for step in (current + offset for offset in _WINDOW):
        if hmac.compare_digest(password.at(step), code):
            matching = step
    return matching
