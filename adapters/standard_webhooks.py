"""Standard Webhooks: headers by which a receiver knows that a request is ours, and which one."""

from __future__ import annotations

import base64
import binascii
import hmac
from collections.abc import Mapping, Sequence
from typing import Final

PREFIX: Final = "whsec_"
KEY_BYTES_MIN: Final = 24
KEY_BYTES_MAX: Final = 64


def parse_secret(text: str) -> bytes:
    """Return the key in a signing secret: `whsec_` and base64 of 24 to 64 bytes.

    Raises ValueError, in words that do not hold the secret.
    """
    try:
        key = base64.b64decode(text.removeprefix(PREFIX), validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if not text.startswith(PREFIX) or not KEY_BYTES_MIN <= len(key) <= KEY_BYTES_MAX:
        raise ValueError(
            f"a signing secret is {PREFIX} and base64 of {KEY_BYTES_MIN} to {KEY_BYTES_MAX} bytes"
        )
    return key


def signed_headers(
    keys: Sequence[bytes], message_id: str, sent_at_ms: int, body: bytes
) -> Mapping[str, str]:
    """Return the three headers that go with exactly this body.

    `message_id` (without dots) is the same over all attempts, `sent_at_ms` is that of this one.
    Each key makes a signature, so that a secret can be replaced while receivers know one of two.
    """
    timestamp = str(sent_at_ms // 1000)
    content = f"{message_id}.{timestamp}.".encode() + body
    return {
        "webhook-id": message_id,
        "webhook-timestamp": timestamp,
        "webhook-signature": " ".join(f"v1,{_signature(key, content)}" for key in keys),
    }


def _signature(key: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.digest(key, content, "sha256")).decode()
