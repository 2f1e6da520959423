"""Repository of user sessions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.identifiers import PoolId, Sub
from domain.model.session import Activity, UserSession


class Sessions(Protocol):
    """Records of token families by (pool, sub, family id); few families have one."""

    def add(self, session: UserSession) -> None:
        """Store the record of a family. Raises Taken("session") if it has one."""
        ...

    def of_user(self, pool_id: PoolId, sub: Sub, now_ms: int, limit: int) -> Sequence[UserSession]:
        """Return at most `limit` records of the user whose family is there and not over.

        A family is over when it was ended or has expired at `now_ms`. Descending by the time of the
        last activity, then by family id.
        """
        ...

    def touch(self, pool_id: PoolId, sub: Sub, family_id: str, activity: Activity) -> None:
        """Replace the last activity; nothing happens where there is no record."""
        ...

    def drop(self, pool_id: PoolId, sub: Sub, family_id: str) -> None:
        """Delete the record; nothing happens where there is none."""
        ...

    def drop_all(self, pool_id: PoolId, sub: Sub) -> None:
        """Delete every record of the user."""
        ...
