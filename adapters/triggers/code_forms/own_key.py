"""A key that the operator gives for codes: one of 32 bytes (`code_key`), or a public one."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.serialization import load_pem_public_key

from adapters.triggers.options import Options

KEY_BYTES: Final = 32
RSA_BITS_MIN: Final = 2048

SECRET: Final = "code_key"
PUBLIC: Final = "code_public_key"
NAME: Final = "code_key_id"


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnKey:
    """Either 32 bytes that both sides keep, or the PEM of the function's public RSA key."""

    name: str
    secret: bytes | None = field(default=None, repr=False)
    public: bytes | None = None


def read_own_key(options: Options) -> OwnKey | None:
    """Return the key that an entry gives, or None if it gives none or a bad one (see its faults).

    `code_key_id` names the key to who opens codes.
    """
    name = options.text(NAME, "")
    secret, public = options.secret(SECRET, "").reveal(), options.public(PUBLIC)
    if secret and public:
        options.faults.append(f"{SECRET} and {PUBLIC} are both there")
    elif secret:
        return _secret(options, name, secret)
    elif public:
        return _public(options, name, public.encode())
    return None


def _secret(options: Options, name: str, text: str) -> OwnKey | None:
    try:
        key = base64.b64decode(text, validate=True)
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        options.faults.append(f"{SECRET}: not {KEY_BYTES} bytes in base64")
        return None
    return OwnKey(name=name, secret=key)


def _public(options: Options, name: str, pem: bytes) -> OwnKey | None:
    try:
        key = load_pem_public_key(pem)
    except ValueError:
        options.faults.append(f"{PUBLIC}: not a public key in PEM")
        return None
    if not isinstance(key, RSAPublicKey) or key.key_size < RSA_BITS_MIN:
        options.faults.append(f"{PUBLIC}: not an RSA key of {RSA_BITS_MIN} bits or more")
        return None
    return OwnKey(name=name, public=pem)
