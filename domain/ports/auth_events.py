"""Repository of auth events."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.auth_event import AuthEvent, Feedback
from domain.model.identifiers import PoolId, Sub


class AuthEvents(Protocol):
    """What users did, by (pool, sub, id)."""

    def put(self, event: AuthEvent) -> None:
        """Store an event, new or as it has gone on; nothing happens where the user is gone.

        Of one that is there the instants and the feedback stay as they are, and of one that has
        passed everything: nobody who is in makes it look as if he were not.
        """
        ...

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[AuthEvent]:
        """Return at most `limit` events of the user below `after`.

        Descending by `at_ms`, then by id; `after` is both of the last event that is known.
        """
        ...

    def give_feedback(self, pool_id: PoolId, sub: Sub, event_id: str, feedback: Feedback) -> None:
        """Replace what is said of the event. Raises Missing."""
        ...

    def trim(self, pool_id: PoolId, sub: Sub, keep: int) -> None:
        """Delete all events of the user but his latest `keep` refused ones, and as many others.

        So refusals, which anybody brings about, leave what somebody did who got in.
        """
        ...
