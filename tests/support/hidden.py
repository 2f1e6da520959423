"""Looking for a secret in a heap of bytes, in every form in which somebody may have written it."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Final

SLICE: Final = 24
"""Of long secrets pieces are looked for, because a database cuts long values into pages."""


def is_in(secret: bytes, heap: bytes) -> bool:
    """Whether the heap holds the secret raw, in hex, base64 or base32, wherever it begins in it."""
    if secret.isdigit():
        # Six digits come about by chance inside longer numbers; by themselves they are a code.
        alone = rb"(?<![0-9A-Za-z])" + secret + rb"(?![0-9A-Za-z])"
        if re.search(alone, heap):
            return True
        return any(form in heap for form in _encoded(secret))
    return any(form in heap for piece in _pieces(secret) for form in (piece, *_encoded(piece)))


def _pieces(secret: bytes) -> Iterator[bytes]:
    if len(secret) <= 2 * SLICE:
        yield secret
        return
    # Not from the beginning: there sealed values and tokens name their form and key.
    for start in (len(secret) // 3, len(secret) // 2, len(secret) - SLICE):
        yield secret[start : start + SLICE]


def _encoded(secret: bytes) -> Iterator[bytes]:
    """Yield the encodings; in base64 and base32 they depend on what stood before the secret."""
    yield secret.hex().encode()
    yield secret.hex().upper().encode()
    for before in range(3):
        padded = bytes(before) + secret
        # Only what the secret alone decides: 3 bytes are 4 letters.
        inner = slice(-(-before * 8 // 6), len(padded) * 8 // 6)
        yield base64.b64encode(padded)[inner]
        yield base64.urlsafe_b64encode(padded)[inner]
    for before in range(5):
        padded = bytes(before) + secret
        inner = slice(-(-before * 8 // 5), len(padded) * 8 // 5)
        yield base64.b32encode(padded)[inner]
        yield base64.b32encode(padded)[inner].lower()
