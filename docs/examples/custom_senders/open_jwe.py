"""Opens the code of a custom sender whose entry says `code = "jwe"`. Needs the package joserfc."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from joserfc import jwe
from joserfc.jwk import OctKey, RSAKey

REGISTRY = jwe.JWERegistry(
    algorithms=["dir", "RSA-OAEP-256", "A256GCM"],
    strict_check_header=False,  # the header also names the pool
)


def shared_key(text: str) -> OctKey:
    """Return the key that the entry has as `code_key`."""
    return OctKey.import_key(base64.b64decode(text))


def private_key(pem: str) -> RSAKey:
    """Return the private key whose public half the entry has as `code_public_key`."""
    return RSAKey.import_key(pem)


def code_of(event: Mapping[str, Any], key: OctKey | RSAKey) -> str:
    """Return the code in clear. Raises ValueError if it is not for the pool of the event."""
    opened = jwe.decrypt_compact(event["request"]["code"], key, registry=REGISTRY)
    if opened.plaintext is None or opened.protected["userpool-id"] != event["userPoolId"]:
        raise ValueError("the code is another pool's")
    return opened.plaintext.decode()
