"""Envelope encryption (port `sealer`, SEC-01 to SEC-03).

Master key -> (HKDF) wrapping key -> wrapped pool keys -> (HKDF) one key for sealing or hashing.
Which key does what follows from its derivation, not from where it stands in the database: somebody
who writes there cannot make a lookup key seal, nor give one pool the keys of another.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from typing import Final, TypeVar

import orjson
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.security.master_keys import KEY_BYTES, MasterKeys, Purpose, derive
from adapters.security.sealed_form import NONCE_BYTES, SealedForm, framed, sealed, taken_apart
from domain.model import contexts
from domain.model.keys import PoolKeys, WrappedKey
from domain.ports.entropy import Entropy
from domain.ports.sealer import SealBroken

CACHED_MAX: Final = 10_000
"""Unwrapped keys kept in memory at once; beyond it the cache starts anew."""

_KEY_ID_BYTES: Final = 8

T = TypeVar("T")


class EnvelopeSealer:
    """AES-256-GCM under per-pool keys; threads may share it."""

    def __init__(self, master_keys: MasterKeys, entropy: Entropy) -> None:
        self._master_keys = master_keys
        self._entropy = entropy
        self._ciphers: dict[tuple[str, bytes], AESGCM] = {}
        self._lookups: dict[tuple[str, bytes], bytes] = {}

    def new_key(self, pool_id: str) -> WrappedKey:
        """Make a key with a random id, wrapped by the active master key and bound to the pool."""
        key_id = self._entropy.bytes(_KEY_ID_BYTES).hex()
        wrapped = self._seal_by_master(
            Purpose.WRAP, contexts.pool_key(pool_id, key_id), self._entropy.bytes(KEY_BYTES)
        )
        return WrappedKey(id=key_id, wrapped=wrapped)

    def seal(self, keys: PoolKeys, context: Sequence[str], plain: bytes) -> bytes:
        """Seal bytes under the pool's active data key."""
        key = keys.data[0]
        nonce = self._entropy.bytes(NONCE_BYTES)
        return sealed(self._cipher(context[0], key), key.id, nonce, context, plain)

    def open(self, keys: PoolKeys, context: Sequence[str], sealed: bytes) -> bytes:
        """Return what was sealed. Raises SealBroken on any difference, never garbage."""
        form = taken_apart(sealed)
        for key in keys.data:
            if key.id == form.key_id:
                return form.opened(self._cipher(context[0], key), context)
        raise SealBroken(f"the pool has no key {form.key_id!r}")

    def seal_document(
        self, keys: PoolKeys, context: Sequence[str], document: Mapping[str, object]
    ) -> bytes:
        """Seal a mapping of JSON values; integers have at most 64 bits."""
        return self.seal(keys, context, orjson.dumps(document))

    def open_document(
        self, keys: PoolKeys, context: Sequence[str], sealed: bytes
    ) -> Mapping[str, object]:
        """Return a sealed mapping. Raises SealBroken."""
        try:
            document = orjson.loads(self.open(keys, context, sealed))
        except orjson.JSONDecodeError as error:
            raise SealBroken("what was sealed is no document") from error
        if not isinstance(document, dict):
            raise SealBroken("what was sealed is no document")
        return document

    def seal_globally(self, context: Sequence[str], plain: bytes) -> bytes:
        """Seal what belongs to no pool under a key derived from the active master key."""
        return self._seal_by_master(Purpose.GLOBAL, context, plain)

    def open_globally(self, context: Sequence[str], sealed: bytes) -> bytes:
        """Open what `seal_globally` sealed. Raises SealBroken."""
        return self._open_by_master(Purpose.GLOBAL, context, taken_apart(sealed))

    def mac(self, keys: PoolKeys, purpose: str, pool_id: str, *parts: str) -> bytes:
        """Return HMAC-SHA256 (32 bytes) under the pool's lookup key."""
        key = _cached(
            self._lookups,
            (pool_id, keys.lookup.wrapped),
            lambda: derive(self._unwrap(pool_id, keys.lookup), Purpose.LOOKUP),
        )
        return hmac.digest(key, framed((purpose, pool_id, *parts)), hashlib.sha256)

    def _cipher(self, pool_id: str, key: WrappedKey) -> AESGCM:
        return _cached(
            self._ciphers,
            (pool_id, key.wrapped),
            lambda: AESGCM(derive(self._unwrap(pool_id, key), Purpose.SEAL)),
        )

    def _unwrap(self, pool_id: str, key: WrappedKey) -> bytes:
        return self._open_by_master(
            Purpose.WRAP, contexts.pool_key(pool_id, key.id), taken_apart(key.wrapped)
        )

    def _seal_by_master(self, purpose: Purpose, context: Sequence[str], plain: bytes) -> bytes:
        cipher = AESGCM(self._master_keys.active(purpose))
        nonce = self._entropy.bytes(NONCE_BYTES)
        return sealed(cipher, self._master_keys.active_id, nonce, context, plain)

    def _open_by_master(self, purpose: Purpose, context: Sequence[str], form: SealedForm) -> bytes:
        key = self._master_keys.derived(form.key_id, purpose)
        if key is None:
            raise SealBroken(f"no sealing key {form.key_id!r} is configured")
        return form.opened(AESGCM(key), context)


def _cached(cache: dict[tuple[str, bytes], T], key: tuple[str, bytes], make: Callable[[], T]) -> T:
    """Return the cached value. Only what was unwrapped, and so made by us, enters the cache."""
    found = cache.get(key)
    if found is None:
        found = make()
        if len(cache) >= CACHED_MAX:
            cache.clear()
        cache[key] = found
    return found
