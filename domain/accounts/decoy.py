"""The user who does not exist, told from a real one by nobody (RFC 5054 section 2.5.1.3).

Everything is derived from the canonical name under the pool's lookup key, so that it is the same
each time, after a restart and on every replica, and differs between pools.
"""

from __future__ import annotations

from uuid import UUID

from domain.model.identifiers import Sub
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer

_SALT_BYTES = 16


def simulated_sub(sealer: Sealer, pool: UserPool, name: str) -> Sub:
    """Return a UUID of version 4 layout for a canonical name."""
    digest = sealer.mac(pool.keys, "simulated sub", pool.id, name)
    return Sub(str(UUID(bytes=digest[:16], version=4)))


def simulated_salt(sealer: Sealer, pool: UserPool, name: str) -> int:
    """Return an SRP salt of the form that real ones have: 16 bytes, first byte 01 to 7f.

    The first byte is drawn from more bits than it needs, so that it is as uniform as a real one.
    """
    digest = sealer.mac(pool.keys, "simulated salt", pool.id, name)
    first = int.from_bytes(digest[16:24], "big") % 0x7F + 1
    return int.from_bytes(bytes([first]) + digest[1:_SALT_BYTES], "big")


def simulated_verifier_exponent(sealer: Sealer, pool: UserPool) -> int:
    """Return x of the one verifier g^x that stands for all users of the pool who do not exist."""
    return int.from_bytes(sealer.mac(pool.keys, "simulated verifier", pool.id), "big")
