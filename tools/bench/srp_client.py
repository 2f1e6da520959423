"""The client's side of Cognito's SRP, made cheap: what does not change between sign-ins is kept.

A generator that shares no core with the server still has to keep ahead of it. A fixed secret
exponent changes nothing for the server.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from datetime import UTC, datetime
from functools import cached_property
from typing import Final

import gmpy2

from domain.crypto.srp import G, K, N, to_bytes

_INFO: Final = b"Caldera Derived Key\x01"


class SrpClient:
    """The SRP client of one user."""

    def __init__(self, pool_name: str, username: str, password: str, secret: int) -> None:
        self._pool_name = pool_name
        self._username = username
        self._password = password
        self._secret = secret
        self._known: dict[str, tuple[int, int]] = {}

    @cached_property
    def public(self) -> int:
        """A."""
        return int(gmpy2.powmod(G, self._secret, N))

    def claim(self, salt: str, server_public: str, block: str, timestamp: str) -> str:
        """Return PASSWORD_CLAIM_SIGNATURE; all text but the timestamp is as the server sent it."""
        # Without the flag the arithmetic would keep the other connections from being read.
        gmpy2.get_context().allow_release_gil = True
        x, verifier_part = self._of_salt(salt)
        public = int(server_public, 16)
        u_bytes = hashlib.sha256(to_bytes(self.public) + to_bytes(public)).digest()
        u = int.from_bytes(u_bytes, "big")
        shared = int(gmpy2.powmod((public - verifier_part) % N, self._secret + u * x, N))
        extracted = hmac.digest(to_bytes(u), to_bytes(shared), "sha256")
        key = hmac.digest(extracted, _INFO, "sha256")[:16]
        message = f"{self._pool_name}{self._username}".encode()
        message += base64.b64decode(block) + timestamp.encode()
        return base64.b64encode(hmac.digest(key, message, "sha256")).decode()

    def _of_salt(self, salt: str) -> tuple[int, int]:
        """Return x and k g^x, computed once."""
        if salt not in self._known:
            text = f"{self._pool_name}{self._username}:{self._password}"
            inner = hashlib.sha256(text.encode()).digest()
            x_bytes = hashlib.sha256(to_bytes(int(salt, 16)) + inner).digest()
            x = int.from_bytes(x_bytes, "big")
            self._known[salt] = (x, K * int(gmpy2.powmod(G, x, N)) % N)
        return self._known[salt]


def timestamp() -> str:
    """Return the present in the form that clients send, with no zero before the day."""
    now = datetime.now(UTC)
    return f"{now:%a %b} {now.day} {now:%H:%M:%S} UTC {now.year}"
