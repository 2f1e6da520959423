"""Repository of token families; reading one is part of `Users.standing`."""

from __future__ import annotations

from typing import Protocol

from domain.model.identifiers import PoolId, Sub
from domain.model.token import NewestToken, TokenFamily


class Families(Protocol):
    """Token families by (pool, sub, id)."""

    def add(self, family: TokenFamily, epoch: int) -> None:
        """Store a new family if its user still has that `epoch`.

        Raises Missing if the user is gone, Stale if his epoch is another, Taken("family"). The
        check holds until the unit commits (the user's row is locked), so that a sign-in cannot
        outrun a password reset or a sign-out that ends all families.
        """
        ...

    def rotate(
        self, pool_id: PoolId, sub: Sub, family_id: str, generation: int, newest: NewestToken
    ) -> bool:
        """Set the newest refresh token of a family that is at `generation` and was not ended.

        Return False and change nothing if it is at another, was ended, or is not there. Of
        concurrent calls for one generation exactly one gets True. Expiry does not matter here.
        """
        ...

    def revoke(self, pool_id: PoolId, sub: Sub, family_id: str, at_ms: int) -> bool:
        """End one family; True if it was not ended before. The first `revoked_at_ms` stays.

        Expiry does not matter here: an expired family is ended like another.
        """
        ...

    def revoke_all(self, pool_id: PoolId, sub: Sub, at_ms: int) -> int:
        """End every family of the user that was not; return how many these were."""
        ...
