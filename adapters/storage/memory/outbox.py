"""Messages that wait to be sent, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.memory.tables import View
from domain.model.message import Channel, OutboxEntry
from domain.ports.sentinels import Taken


class MemoryOutbox:
    """The port `Outbox`."""

    def __init__(self, view: View) -> None:
        self._view = view

    def add(self, entry: OutboxEntry) -> None:
        if self._view.outbox.get(entry.id) is not None:
            raise Taken("message")
        self._view.outbox.put(entry.id, entry)

    def lease(
        self, channels: Sequence[Channel], now_ms: int, until_ms: int, limit: int
    ) -> Sequence[OutboxEntry]:
        due = self._view.outbox.where(
            lambda row: row.channel in channels and row.due_at_ms <= now_ms
        )
        oldest = sorted(due, key=lambda row: row.id)[:limit]
        leased = [replace(row, due_at_ms=until_ms, attempts=row.attempts + 1) for row in oldest]
        for row in leased:
            self._view.outbox.put(row.id, row)
        return leased

    def postpone(self, entry_id: str, due_at_ms: int) -> None:
        entry = self._view.outbox.get(entry_id)
        if entry is not None:
            self._view.outbox.put(entry_id, replace(entry, due_at_ms=due_at_ms))

    def remove(self, entry_id: str) -> None:
        self._view.outbox.drop(entry_id)

    def page(self, after: str | None, limit: int) -> Sequence[OutboxEntry]:
        rows = self._view.outbox.where(lambda row: after is None or row.id > after)
        return sorted(rows, key=lambda row: row.id)[:limit]

    def latest(self, limit: int) -> Sequence[OutboxEntry]:
        rows = self._view.outbox.where(lambda _: True)
        return sorted(rows, key=lambda row: row.id, reverse=True)[:limit]

    def clear(self) -> int:
        return self._view.outbox.drop_where(lambda _: True)
