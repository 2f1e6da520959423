"""The user who does not exist, told from a real one by nobody (RFC 5054 section 2.5.1.3).

Everything is derived from the canonical name under the pool's lookup key, so that it is the same
each time, after a restart and on every replica, and differs between pools.
"""

from __future__ import annotations

import base64
from uuid import UUID

from domain.accounts.relying_party import relying_party_id
from domain.model.identifiers import Sub
from domain.model.passkey import Passkey
from domain.model.pool import UserPool
from domain.ports.sealer import Sealer

_SALT_BYTES = 16
_PASSKEY = "simulated passkey"
_NOBODYS_KEY = bytes.fromhex(
    "a5010203262001"
    "215820c7782fe13178aec721bea326027efb7dcd25567f4fae123ac75405a8865a77eb"
    "2258209913646c29ee56ec56c6d3909263461eb510b61f6c2b36d85443d9b8ce7efbca"
)
"""A public key of ES256, as COSE writes it, whose private half nobody has.

x is the first SHA-256 of "nobody's passkey", "nobody's passkey 1", ... with a point on the curve.
"""
_NOBODYS_TRANSPORTS = ("hybrid", "internal")


def simulated_sub(sealer: Sealer, pool: UserPool, name: str) -> Sub:
    """Return a UUID of version 4 layout for a canonical name."""
    return _sub(sealer.mac(pool.keys, "simulated sub", pool.id, name))


def sub_of_likeness(sealer: Sealer, pool: UserPool, likeness: str) -> Sub:
    """Return what all spellings of a name are counted under; no user, simulated or not, has it."""
    return _sub(sealer.mac(pool.keys, "sub of likeness", pool.id, likeness))


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


def simulated_passkey(sealer: Sealer, pool: UserPool, name: str, sub: Sub) -> Passkey:
    """Return a passkey of the usual form, for who has none."""
    digest = sealer.mac(pool.keys, _PASSKEY, pool.id, name)
    return Passkey(
        pool_id=pool.id,
        sub=sub,
        id=base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        rp_id=relying_party_id(pool) or "",
        name="",
        public_key=_NOBODYS_KEY,
        sign_count=0,
        aaguid="",
        transports=_NOBODYS_TRANSPORTS,
        backup_eligible=True,
        created_at_ms=0,
    )


def seems_to_have_passkey(sealer: Sealer, pool: UserPool, name: str) -> bool:
    """Whether a canonical name is one of those that seem to have a passkey: about every second."""
    return sealer.mac(pool.keys, f"{_PASSKEY} of a name", pool.id, name)[0] % 2 == 0


def _sub(digest: bytes) -> Sub:
    return Sub(str(UUID(bytes=digest[:16], version=4)))
