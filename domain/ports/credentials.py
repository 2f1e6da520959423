"""Repository of passwords in their stored forms."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import PoolId, Sub
from domain.model.user import Credentials


class CredentialsStore(Protocol):
    """Credentials by (pool, sub); reading them is part of `Users.standing`."""

    def save(self, credentials: Credentials) -> None:
        """Write hash, verifier and history together under `credentials.generation`.

        The row must have generation - 1, or not exist for generation 1; raises Stale otherwise.
        """
        ...

    def replace_hash(
        self,
        pool_id: PoolId,
        sub: Sub,
        generation: int,
        password_hash: str,
        sealed_verifier: bytes | None = None,
    ) -> bool:
        """Renew the hash of the same password (new cost or pepper) if the generation still holds.

        A verifier that is given is written with it. Returns whether it did; nothing else of the row
        changes.
        """
        ...

    def drop_verifiers(self, limit: int) -> int:
        """Delete at most `limit` SRP verifiers, whosever they are; return how many there were.

        Hashes, generations and history stay. For a deployment that keeps verifiers no longer.
        """
        ...
