"""The signer whose keys lie in the store: two RSA-2048 key pairs a pool, each parsed once."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from jwt.algorithms import RSAAlgorithm

from adapters.signing.compact import header_of, put_together, take_apart
from adapters.signing.key_ring import KeyRing, LoadedKey
from adapters.signing.rsa_keys import RsaKeys, to_der
from domain.model import contexts
from domain.model.identifiers import PoolId
from domain.model.keys import PoolKeys, SigningKey
from domain.ports.signer import (
    BadSignature,
    PublicKey,
    SignerContext,
    UnknownKey,
    VerifiedToken,
)

POOLS_MAX: Final = 10_000
"""Pools whose keys are kept in memory at once; beyond it the cache starts anew."""

_USES: Final = ("id", "access")
_KID_BYTES: Final = 32
_POOL_ID: Final = re.compile(r"[\w-]{1,45}_[0-9A-Za-z]{1,45}", re.ASCII)
_RS256: Final = RSAAlgorithm(RSAAlgorithm.SHA256)
_PADDING: Final = PKCS1v15()
_HASH: Final = SHA256()


class StoreSigner:
    """RS256 with sealed keys. Threads may share it: a key ring is replaced, never changed.

    Only pools that exist enter the cache, so forged tokens cannot fill it. `rsa` counts how often
    a key was made or parsed.
    """

    def __init__(self, context: SignerContext) -> None:
        self.rsa = RsaKeys()
        self._context = context
        self._rings: dict[PoolId, KeyRing] = {}

    def new_keys(self, pool_id: PoolId, keys: PoolKeys) -> Sequence[SigningKey]:
        """Make a key pair for ID tokens and one for access tokens, sealed for the store."""
        return tuple(self._new_key(pool_id, use, keys) for use in _USES)

    def sign(self, pool_id: PoolId, use: str, claims: Mapping[str, object]) -> str:
        """Return the compact JWS of the claims. Raises UnknownKey for a pool without keys."""
        key = self._ring(pool_id).signing(use)
        return put_together(key.header, claims, partial(_RS256.sign, key=key.private))

    def verify(self, token: str) -> VerifiedToken:
        """Return the claims of a token of ours. Raises UnknownKey or BadSignature.

        Costs no statement for a key that is known, and one look at the pool's keys for another.
        """
        parts = take_apart(token)
        key, pool_id = self._key_of(parts.claims.get("iss"), parts.kid)
        try:
            key.public.verify(parts.signature(), parts.signed, _PADDING, _HASH)
        except InvalidSignature as invalid:
            raise BadSignature from invalid
        return VerifiedToken(pool_id=pool_id, use=key.use, claims=parts.claims)

    def public_keys(self, pool_id: PoolId) -> Sequence[PublicKey]:
        """Return the public keys as the store has them now; parsed keys are not parsed again."""
        ring = self._load(pool_id)
        return tuple(key.shown() for key in ring.keys) if ring else ()

    def _key_of(self, issuer: object, kid: str) -> tuple[LoadedKey, PoolId]:
        """Find pool and key together: a `kid` counts only within the pool that `iss` names."""
        pool_id = self._pool_of(issuer)
        ring = self._rings.get(pool_id)
        if ring is None or kid not in ring.by_kid:
            ring = self._load(pool_id)
        if ring is None or kid not in ring.by_kid:
            raise UnknownKey
        return ring.by_kid[kid], pool_id

    def _pool_of(self, issuer: object) -> PoolId:
        """Return the pool whose issuer this is, if it were one of ours."""
        if not isinstance(issuer, str):
            raise UnknownKey
        pool_id = issuer.rpartition("/")[2]
        # The form is checked before the store sees what a stranger wrote.
        if not _POOL_ID.fullmatch(pool_id) or issuer != self._context.issuer(pool_id):
            raise UnknownKey
        return PoolId(pool_id)

    def _ring(self, pool_id: PoolId) -> KeyRing:
        ring = self._rings.get(pool_id) or self._load(pool_id)
        if ring is None:
            raise UnknownKey("the pool has no keys")
        return ring

    def _load(self, pool_id: PoolId) -> KeyRing | None:
        """Read the pool's keys from the store; parse only those not seen before."""
        with self._context.store.reading() as unit:
            stored = unit.signing_keys.of_pool(pool_id)
            pool = unit.pools.get(pool_id) if stored else None
        if pool is None:
            self._rings.pop(pool_id, None)
            return None
        known = self._rings.get(pool_id)
        keys = tuple(
            (known and known.by_kid.get(each.kid)) or self._opened(pool_id, each, pool.keys)
            for each in stored
        )
        if len(self._rings) >= POOLS_MAX:
            self._rings.clear()
        ring = KeyRing(pool_id=pool_id, keys=keys, by_kid={key.kid: key for key in keys})
        self._rings[pool_id] = ring
        return ring

    def _opened(self, pool_id: PoolId, stored: SigningKey, keys: PoolKeys) -> LoadedKey:
        context = contexts.signing_key(pool_id, stored.kid)
        der = self._context.sealer.open(keys, context, stored.sealed_private_key)
        private = self.rsa.parse(der)
        return LoadedKey(
            kid=stored.kid,
            use=stored.use,
            header=header_of(stored.kid),
            private=private,
            public=private.public_key(),
        )

    def _new_key(self, pool_id: PoolId, use: str, keys: PoolKeys) -> SigningKey:
        private = self.rsa.generate()
        numbers = private.public_key().public_numbers()
        kid = base64.b64encode(self._context.entropy.bytes(_KID_BYTES)).decode()
        return SigningKey(
            pool_id=pool_id,
            kid=kid,
            use=use,
            sealed_private_key=self._context.sealer.seal(
                keys, contexts.signing_key(pool_id, kid), to_der(private)
            ),
            modulus=numbers.n,
            exponent=numbers.e,
            created_at_ms=self._context.clock.now_ms(),
        )
