"""Repository of messages that wait to be sent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from domain.model.message import Channel, OutboxEntry


class Outbox(Protocol):
    """Messages, written in the transaction that makes their reason, sent after it, then removed."""

    def add(self, entry: OutboxEntry) -> None:
        """Store a message to be sent. Raises Taken("message")."""
        ...

    def lease(
        self, channels: Sequence[Channel], now_ms: int, until_ms: int, limit: int
    ) -> Sequence[OutboxEntry]:
        """Take at most `limit` due messages; nobody else gets them before `until_ms`.

        Each comes back with `attempts` one higher and `due_at_ms` = `until_ms`. Oldest first, by
        id; a message is due from `due_at_ms` on.
        """
        ...

    def postpone(self, entry_id: str, due_at_ms: int) -> None:
        """Try again at that time; nothing happens if the message is gone."""
        ...

    def remove(self, entry_id: str) -> None:
        """Delete a message that was sent; nothing happens if it is gone."""
        ...

    def page(self, after: str | None, limit: int) -> Sequence[OutboxEntry]:
        """Return at most `limit` messages with an id above `after`, ascending by id."""
        ...

    def latest(self, limit: int) -> Sequence[OutboxEntry]:
        """Return the newest messages, newest first."""
        ...

    def clear(self) -> int:
        """Delete all messages; return how many there were."""
        ...
