"""Wrapped keys: key material that only the sealer can open (SEC-01, SEC-02)."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class WrappedKey:
    """A 32-byte key, sealed under a master key that lives outside the database.

    `id` names the key itself; which master key wrapped it is part of `wrapped`.
    """

    id: str
    wrapped: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolKeys:
    """The keys of one pool.

    `data` seals fields and Sessions: the first one is active, the others only open what they
    sealed. `lookup` makes keyed hashes (codes, simulated users) and is kept for the life of the
    pool: a new one would change the salts of simulated users and so give them away.
    """

    data: tuple[WrappedKey, ...]
    lookup: WrappedKey


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """One RSA key pair of a pool; the private half is sealed.

    `use` is the token it signs: "id" or "access". `public` holds modulus and exponent as integers.
    """

    pool_id: str
    kid: str
    use: str
    sealed_private_key: bytes = field(repr=False)
    modulus: int
    exponent: int
    created_at_ms: int
