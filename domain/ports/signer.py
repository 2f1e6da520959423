"""Signing tokens and telling whose signature a token carries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from domain.model.identifiers import PoolId
from domain.model.keys import PoolKeys, SigningKey
from domain.ports.clock import Clock
from domain.ports.entropy import Entropy
from domain.ports.sealer import Sealer
from domain.ports.store import Store


class UnknownKey(Exception):
    """The token is no JWT, or names no key that is ours."""


class BadSignature(Exception):
    """The token names a key of ours, but was not signed by it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKey:
    """The public half of a signing key, as JWKS shows it."""

    kid: str
    modulus: int
    exponent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifiedToken:
    """The claims of a token whose signature is ours, with the pool and use its key belongs to."""

    pool_id: PoolId
    use: str
    claims: Mapping[str, object] = field(repr=False)


@runtime_checkable
class Signer(Protocol):
    """RS256 with two keys per pool: one for ID tokens, one for access tokens."""

    def new_keys(self, pool_id: PoolId, keys: PoolKeys) -> Sequence[SigningKey]:
        """Make the keys of a new pool.

        What the store is to keep is returned, sealed under `keys`, and is stored in the transaction
        that makes the pool; a signer that keeps its keys elsewhere returns nothing.
        """
        ...

    def sign(self, pool_id: PoolId, use: str, claims: Mapping[str, object]) -> str:
        """Return the compact JWS of the claims. `use` is "id" or "access".

        Its header holds `kid` and `alg` and nothing else. Characters are written as UTF-8, not
        escaped: the bounds on what claims may hold count on it. Raises UnknownKey if the pool has
        no key for that use.
        """
        ...

    def verify(self, token: str) -> VerifiedToken:
        """Return the claims of a token that one of our keys signed; nothing else is checked.

        Only RS256, only keys found by `kid` in this deployment, never a key from the token itself.
        Pool and key are found together: a `kid` of another pool than the claimed issuer's is
        unknown. Raises UnknownKey or BadSignature.
        """
        ...

    def public_keys(self, pool_id: PoolId) -> Sequence[PublicKey]:
        """Return the public keys of the pool as they are now, that for ID tokens first.

        Empty if the pool has none or does not exist.
        """
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerContext:
    """What a signer is opened with, beside its URL: `open(url, context)`."""

    store: Store
    sealer: Sealer
    clock: Clock
    entropy: Entropy
    public_url: str

    def issuer(self, pool_id: str) -> str:
        """The `iss` of a pool's tokens, never taken from a request (ruling 24)."""
        return f"{self.public_url}/{pool_id}"
