"""The signing keys of one pool as objects ready to use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, RSAPublicKey

from domain.model.identifiers import PoolId
from domain.ports.signer import PublicKey, UnknownKey


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedKey:
    """One key pair, parsed.

    The public half is that of the sealed private half, and not the numbers that stand beside it in
    the store: whoever can write there must not be able to put in a key of his own.
    """

    kid: str
    use: str
    header: bytes
    private: RSAPrivateKey = field(repr=False)
    public: RSAPublicKey = field(repr=False)

    def shown(self) -> PublicKey:
        """Return what JWKS shows."""
        numbers = self.public.public_numbers()
        return PublicKey(kid=self.kid, modulus=numbers.n, exponent=numbers.e)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """All keys of one pool, in the order of the port `signing_keys`."""

    pool_id: PoolId
    keys: Sequence[LoadedKey]
    by_kid: Mapping[str, LoadedKey]

    def signing(self, use: str) -> LoadedKey:
        """Return the newest key for a use. Raises UnknownKey."""
        for key in self.keys:
            if key.use == use:
                return key
        raise UnknownKey(f"the pool has no key for {use} tokens")
