"""Sealing: secrets that must be read again are kept so that the database alone is useless."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from domain.model.keys import PoolKeys, WrappedKey


class SealBroken(Exception):
    """The value was not sealed by us, for this place, under a key that we still have."""


class Sealer(Protocol):
    """AES-256-GCM under keys that are themselves wrapped by master keys outside the store.

    `context` is associated data: a value moved to another row, column or pool does not open. Its
    first element is the id of the pool whose keys are given (`domain.model.contexts`); keys of
    another pool do not open.
    """

    def new_key(self, pool_id: str) -> WrappedKey:
        """Make a key with a random id, wrapped by the active master key and bound to the pool."""
        ...

    def seal(self, keys: PoolKeys, context: Sequence[str], plain: bytes) -> bytes:
        """Seal bytes under the pool's active data key."""
        ...

    def open(self, keys: PoolKeys, context: Sequence[str], sealed: bytes) -> bytes:
        """Return what was sealed. Raises SealBroken on any difference, never garbage."""
        ...

    def seal_document(
        self, keys: PoolKeys, context: Sequence[str], document: Mapping[str, object]
    ) -> bytes:
        """Seal a mapping of JSON values (text, int, bool, None, lists and mappings of them)."""
        ...

    def open_document(
        self, keys: PoolKeys, context: Sequence[str], sealed: bytes
    ) -> Mapping[str, object]:
        """Return a sealed mapping. Raises SealBroken."""
        ...

    def seal_globally(self, context: Sequence[str], plain: bytes) -> bytes:
        """Seal what belongs to no pool (access keys) under a key derived from the master key."""
        ...

    def open_globally(self, context: Sequence[str], sealed: bytes) -> bytes:
        """Open what `seal_globally` sealed. Raises SealBroken."""
        ...

    def mac(self, keys: PoolKeys, purpose: str, pool_id: str, *parts: str) -> bytes:
        """Return HMAC-SHA256 (32 bytes) under the pool's lookup key.

        Purpose, pool and parts enter unambiguously (no two different lists give one message).
        Raises SealBroken if the keys are another pool's.
        """
        ...
