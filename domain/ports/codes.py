"""Repository of one-time codes."""

from __future__ import annotations

from typing import Protocol

from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import PoolId, Sub


class Codes(Protocol):
    """One-time codes by (pool, sub, purpose): at most one each."""

    def put(self, code: OneTimeCode) -> None:
        """Store the code in place of an earlier one of the same user and purpose."""
        ...

    def get(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose) -> OneTimeCode | None:
        """Return the code that waits, expired or not, or None."""
        ...

    def claim(
        self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, now_ms: int, limit: int
    ) -> OneTimeCode | None:
        """Count one try and return the code to compare, or None: no code, expired, or `limit` used.

        The returned `tries` counts this one. At `expires_at_ms` the code has expired.
        One conditional statement, so that of any number of parallel calls at most `limit` get the
        code (SEC-16). The caller commits before it compares.
        """
        ...

    def consume(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose, code_id: str) -> bool:
        """Delete that very code, whatever its tries; of concurrent calls exactly one gets True."""
        ...

    def drop(self, pool_id: PoolId, sub: Sub) -> None:
        """Delete every code of the user."""
        ...
