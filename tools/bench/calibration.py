"""What one core can do: the operations whose cost no program can avoid, one after the other.

Rates are per second of processor time, so that other work on the machine does not lower them.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

import gmpy2
from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256

from domain.crypto.srp import N

_TOKEN_BYTES = 700
_EXPONENT_BITS = 256


class Calibration:
    """Measures the core that it is called on; each method takes about the given time."""

    def __init__(self) -> None:
        self._key = generate_private_key(65_537, 2048)
        self._token = os.urandom(_TOKEN_BYTES)
        self._exponent = int.from_bytes(os.urandom(_EXPONENT_BITS // 8), "big") | 1
        self._base = int.from_bytes(os.urandom(N.bit_length() // 8), "big")

    def signatures_per_s(self, seconds: float) -> float:
        """R: RSA-2048 signatures, PKCS #1 v1.5 over SHA-256, by a key that is parsed once."""
        padding, digest = PKCS1v15(), SHA256()
        return _rate(lambda: self._key.sign(self._token, padding, digest), seconds)

    def hashes_per_s(self, seconds: float) -> float:
        """P: argon2id with 19 MiB, two passes, one lane."""
        return _rate(self._hash, seconds)

    def powers_per_s(self, seconds: float) -> float:
        """M: modular powers by GMP in SRP's 3072-bit group, exponents of 256 bits."""
        return _rate(lambda: gmpy2.powmod(self._base, self._exponent, N), seconds)

    def _hash(self) -> object:
        return hash_secret_raw(
            secret=self._token[:32],
            salt=self._token[-16:],
            time_cost=2,
            memory_cost=19_456,
            parallelism=1,
            hash_len=32,
            type=Type.ID,
        )


def _rate(work: Callable[[], object], seconds: float) -> float:
    work()
    done, started = 0, time.thread_time()
    while (elapsed := time.thread_time() - started) < seconds:
        work()
        done += 1
    return done / elapsed
