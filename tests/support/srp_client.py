"""A client of Cognito's SRP, written for the tests from the protocol alone.

It shares no code with `domain.crypto`: to agree, both would have to be wrong in the same way.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from dataclasses import dataclass

import gmpy2

from tests.support.vectors import srp_vectors

PRIME = int(srp_vectors()["N"], 16)
MULTIPLIER = int(srp_vectors()["k"], 16)


@dataclass(frozen=True, slots=True, kw_only=True)
class SrpClient:
    """One attempt of a client: whose password, which password, and the secret exponent a."""

    prefix: str
    identifier: str
    password: str
    secret: int

    @property
    def public(self) -> int:
        """A."""
        return _power(2, self.secret)

    def shared(self, salt_hex: str, server_public_hex: str) -> int:
        """S, from what the server sent."""
        server_public = int(server_public_hex, 16)
        u = int.from_bytes(_sha256(_padded(self.public) + _padded(server_public)), "big")
        x = self.password_number(salt_hex)
        base = (server_public - MULTIPLIER * _power(2, x)) % PRIME
        return _power(base, self.secret + u * x)

    def key(self, salt_hex: str, server_public_hex: str) -> bytes:
        """The 16 bytes that sign the proof."""
        server_public = int(server_public_hex, 16)
        u = int.from_bytes(_sha256(_padded(self.public) + _padded(server_public)), "big")
        shared = _padded(self.shared(salt_hex, server_public_hex))
        extracted = hmac.digest(_padded(u), shared, "sha256")
        return hmac.digest(extracted, b"Caldera Derived Key" + bytes([1]), "sha256")[:16]

    def claim(
        self, salt_hex: str, server_public_hex: str, secret_block: bytes, timestamp: str
    ) -> str:
        """PASSWORD_CLAIM_SIGNATURE."""
        message = (
            self.prefix.encode() + self.identifier.encode() + secret_block + timestamp.encode()
        )
        key = self.key(salt_hex, server_public_hex)
        return base64.b64encode(hmac.digest(key, message, "sha256")).decode()

    def password_number(self, salt_hex: str) -> int:
        """The number x that salt and password give."""
        inner = _sha256((self.prefix + self.identifier + ":" + self.password).encode())
        return int.from_bytes(_sha256(_padded(int(salt_hex, 16)) + inner), "big")

    def verifier(self, salt_hex: str) -> int:
        """The number v that the server keeps."""
        return _power(2, self.password_number(salt_hex))


def _padded(number: int) -> bytes:
    """Hex of even length, with a zero byte before a set top bit (the clients' padHex)."""
    text = f"{number:x}"
    if len(text) % 2:
        text = "0" + text
    elif text[0] in "89abcdef":
        text = "00" + text
    return bytes.fromhex(text)


def _sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def _power(base: int, exponent: int) -> int:
    return int(gmpy2.powmod(base, exponent, PRIME))
