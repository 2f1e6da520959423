"""Repository of sign-in names: rows of their own, so that they can be spread by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from domain.model.identifiers import ClientId, PoolId, Sub
from domain.model.user import NameKind, SignInName


@dataclass(frozen=True, slots=True, kw_only=True)
class Versions:
    """The stored versions of a pool and a client: None where the row does not exist.

    Hot reads bring them along, so that a cached configuration is never used when it is old.
    """

    pool: int | None
    client: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a look-up by name found: the user (or None), by which kind, and the versions."""

    sub: Sub | None
    kind: NameKind | None
    versions: Versions


class Names(Protocol):
    """Sign-in names: unique by (pool, kind, canonical value), compared character by character.

    A value may have any length, and U+0000 in it: it is looked up as somebody typed it.
    """

    def claim(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        """Give the name to the user; a name that is his already stays his.

        Raises Taken(name.kind) if it is another user's. Of concurrent claims one wins.
        """
        ...

    def release(self, pool_id: PoolId, name: SignInName, sub: Sub) -> None:
        """Take the name from the user; nothing happens if it is not his."""
        ...

    def find(
        self,
        pool_id: PoolId,
        client_id: ClientId | None,
        value: str,
        kinds: Sequence[NameKind],
    ) -> Found:
        """Find the user of a canonical value in one statement.

        If several of `kinds` match, the first in the order of `NameKind` wins. `versions.client` is
        None for a client of another pool and when `client_id` is None.
        """
        ...
