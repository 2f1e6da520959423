"""Repository of software tokens (TOTP secrets)."""

from __future__ import annotations

from typing import Protocol

from domain.model.factors import SoftwareToken
from domain.model.identifiers import PoolId, Sub


class SoftwareTokens(Protocol):
    """Software tokens by (pool, sub): at most one each."""

    def get(self, pool_id: PoolId, sub: Sub) -> SoftwareToken | None:
        """Return the user's token, or None."""
        ...

    def put(self, token: SoftwareToken) -> None:
        """Store the token in place of an earlier one of the user."""
        ...

    def use(self, pool_id: PoolId, sub: Sub, token_id: str, step: int) -> bool:
        """Make `step` the last one of that very token, if it is above the last; whether it was.

        One conditional statement, so that of any number of concurrent calls with one step exactly
        one gets True (SEC-16, SEC-21).
        """
        ...

    def drop(self, pool_id: PoolId, sub: Sub) -> bool:
        """Delete the user's token; whether there was one."""
        ...
