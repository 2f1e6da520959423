"""Auth events in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.auth_event import AuthEvent, EventResponse, Feedback
from domain.model.identifiers import PoolId, Sub
from domain.ports.sentinels import Missing


class MemoryAuthEvents:
    """The port `AuthEvents`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def put(self, event: AuthEvent) -> None:
        if self._view.users.get((event.pool_id, event.sub)) is None:
            return
        key = (event.pool_id, event.sub, event.id)
        there = self._view.auth_events.get(key)
        if there is not None:
            if there.response is EventResponse.PASS:
                return
            event = replace(
                event,
                at_ms=there.at_ms,
                expires_at_ms=there.expires_at_ms,
                feedback=there.feedback,
            )
        self._view.auth_events.put(key, event)

    def page(
        self, pool_id: PoolId, sub: Sub, after: tuple[int, str] | None, limit: int
    ) -> Sequence[AuthEvent]:
        found = [row for row in self._of_user(pool_id, sub) if after is None or _place(row) < after]
        return found[:limit]

    def give_feedback(self, pool_id: PoolId, sub: Sub, event_id: str, feedback: Feedback) -> None:
        key = (pool_id, sub, event_id)
        event = self._view.auth_events.get(key)
        if event is None:
            raise Missing
        self._view.auth_events.put(key, replace(event, feedback=feedback))

    def trim(self, pool_id: PoolId, sub: Sub, keep: int) -> None:
        events = self._of_user(pool_id, sub)
        refused = [each for each in events if each.response is EventResponse.FAIL]
        others = [each for each in events if each.response is not EventResponse.FAIL]
        for event in (*refused[keep:], *others[keep:]):
            self._view.auth_events.drop((pool_id, sub, event.id))

    def _of_user(self, pool_id: PoolId, sub: Sub) -> list[AuthEvent]:
        """Return all of the user's, the latest first."""
        rows = self._view.auth_events.where(lambda row: (row.pool_id, row.sub) == (pool_id, sub))
        return sorted(rows, key=_place, reverse=True)


def _place(event: AuthEvent) -> tuple[int, str]:
    return event.at_ms, event.id
