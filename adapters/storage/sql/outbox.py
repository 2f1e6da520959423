"""Messages that wait to be sent, in SQL.

The one tenant table whose statements carry no pool id: a message is found by its own random id, and
sending takes what is due whoever's it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import delete, select, update

from adapters.storage.sql.parameters import (
    LIMIT,
    NOW_MS,
    bound,
    insert_or_yield,
    matches,
    parameter,
)
from adapters.storage.sql.tables import OUTBOX
from adapters.storage.sql.work import Row, Work
from domain.model.message import Channel, OutboxEntry
from domain.ports.sentinels import Taken

CHANNEL_PARAMETERS: Final = tuple(f"channel_{at}" for at in range(len(Channel)))

ADD: Final = insert_or_yield(OUTBOX)
DUE: Final = (
    select(OUTBOX.c.id)
    .where(
        OUTBOX.c.channel.in_(
            [parameter(name, OUTBOX.c.channel.type) for name in CHANNEL_PARAMETERS]
        ),
        OUTBOX.c.due_at_ms <= NOW_MS,
    )
    .order_by(OUTBOX.c.id)
    .limit(LIMIT)
    # What another sender is taking at this moment is passed over, not waited for.
    .with_for_update(skip_locked=True)
    .cte("due")
)
LEASE: Final = (
    update(OUTBOX)
    .where(OUTBOX.c.id.in_(select(DUE.c.id)))
    .values(
        due_at_ms=bound(OUTBOX.c.due_at_ms, "until_ms"),
        attempts=OUTBOX.c.attempts + 1,
    )
    .returning(*OUTBOX.c)
)
POSTPONE: Final = (
    update(OUTBOX).where(matches(OUTBOX.c.id)).values(due_at_ms=bound(OUTBOX.c.due_at_ms))
)
REMOVE: Final = delete(OUTBOX).where(matches(OUTBOX.c.id))
PAGE: Final = (
    select(OUTBOX)
    .where(OUTBOX.c.id > bound(OUTBOX.c.id, "after"))
    .order_by(OUTBOX.c.id)
    .limit(LIMIT)
)
LATEST: Final = select(OUTBOX).order_by(OUTBOX.c.id.desc()).limit(LIMIT)
CLEAR: Final = delete(OUTBOX)


class SqlOutbox:
    """The port `Outbox`."""

    def __init__(self, work: Work) -> None:
        self._work = work

    def add(self, entry: OutboxEntry) -> None:
        if not self._work.change(ADD, _columns(entry)):
            raise Taken("message")

    def lease(
        self, channels: Sequence[Channel], now_ms: int, until_ms: int, limit: int
    ) -> Sequence[OutboxEntry]:
        parameters: dict[str, Any] = {"now_ms": now_ms, "until_ms": until_ms, "limit": limit}
        for at, name in enumerate(CHANNEL_PARAMETERS):
            parameters[name] = channels[at].value if at < len(channels) else ""
        leased = [_entry(row) for row in self._work.changed_rows(LEASE, parameters)]
        return sorted(leased, key=lambda entry: entry.id)

    def postpone(self, entry_id: str, due_at_ms: int) -> None:
        self._work.change(POSTPONE, {"id": entry_id, "due_at_ms": due_at_ms})

    def remove(self, entry_id: str) -> None:
        self._work.change(REMOVE, {"id": entry_id})

    def page(self, after: str | None, limit: int) -> Sequence[OutboxEntry]:
        rows = self._work.rows(PAGE, {"after": after or "", "limit": limit})
        return [_entry(row) for row in rows]

    def latest(self, limit: int) -> Sequence[OutboxEntry]:
        return [_entry(row) for row in self._work.rows(LATEST, {"limit": limit})]

    def clear(self) -> int:
        return self._work.change(CLEAR, {})


def _columns(entry: OutboxEntry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "pool_id": entry.pool_id,
        "sub": entry.sub,
        "channel": entry.channel.value,
        "purpose": entry.purpose,
        "sealed": entry.sealed,
        "created_at_ms": entry.created_at_ms,
        "due_at_ms": entry.due_at_ms,
        "attempts": entry.attempts,
    }


def _entry(row: Row) -> OutboxEntry:
    entry_id, pool_id, sub, channel, purpose, sealed, created_at_ms, due_at_ms, attempts = row
    return OutboxEntry(
        id=entry_id,
        pool_id=pool_id,
        sub=sub,
        channel=Channel(channel),
        purpose=purpose,
        sealed=sealed,
        created_at_ms=created_at_ms,
        due_at_ms=due_at_ms,
        attempts=attempts,
    )
