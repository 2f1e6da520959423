"""RSA keys: making them, and reading those that we made."""

from __future__ import annotations

from typing import Final

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_der_private_key,
)

KEY_BITS: Final = 2048
EXPONENT: Final = 65_537


class RsaKeys:
    """Makes and reads keys, and counts both: neither belongs into a request that signs.

    Making one takes tens of milliseconds, sometimes hundreds. Reading one would take 28 with the
    usual validation of its primes, a hundred signatures' worth; it is left out, because what comes
    here was sealed by us and any change of it is noticed before.
    """

    def __init__(self) -> None:
        self.generated = 0
        self.parsed = 0

    def generate(self) -> RSAPrivateKey:
        """Return a new RSA-2048 key."""
        self.generated += 1
        return generate_private_key(EXPONENT, KEY_BITS)

    def parse(self, der: bytes) -> RSAPrivateKey:
        """Return a key from the bytes of `to_der`, ready to sign at full speed."""
        self.parsed += 1
        key = load_der_private_key(der, password=None, unsafe_skip_rsa_key_validation=True)
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("the stored signing key is not an RSA key")
        # The first signature sets up blinding, for a millisecond; no request should wait for it.
        key.sign(b"", PKCS1v15(), SHA256())
        return key


def to_der(key: RSAPrivateKey) -> bytes:
    """Return the private key as PKCS #8, for nothing but to be sealed."""
    return key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
