"""The development outbox: messages that stay where they were written, read by who made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from domain.messages.sealed import unseal
from domain.model.identifiers import PoolId
from domain.model.message import SENDERS, Message, OutboxEntry
from domain.model.pool import UserPool
from domain.ports.bundle import Ports

SHOWN_MAX: Final = 1_000
"""How many messages are read at once; the newest, where nothing else is asked for."""

_SHOWN: Final = frozenset(SENDERS)


class Mailbox:
    """Opens the messages of the outbox. Only the development profile has one.

    What waits for a custom sender is not shown: it is no message yet, and goes to the function.
    """

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._sealer = ports.sealer

    def newest_id(self) -> str:
        """Return the id of the newest message, or "" if there is none."""
        with self._store.reading() as unit:
            return next((entry.id for entry in unit.outbox.latest(1)), "")

    def messages(self, after: str | None = None) -> Sequence[Message]:
        """Return messages, oldest first: those with an id above `after`, else the newest."""
        with self._store.reading() as unit:
            if after is None:
                entries = list(unit.outbox.latest(SHOWN_MAX))[::-1]
            else:
                entries = list(unit.outbox.page(after, SHOWN_MAX))
            ids = {entry.pool_id for entry in entries}
            pools = {pool_id: unit.pools.get(pool_id) for pool_id in ids}
        return list(self._opened(entries, pools))

    def clear(self) -> int:
        """Delete every message; return how many there were."""
        with self._store.writing() as unit:
            return unit.outbox.clear()

    def _opened(
        self, entries: Iterable[OutboxEntry], pools: dict[PoolId, UserPool | None]
    ) -> Iterable[Message]:
        for entry in entries:
            pool = pools[entry.pool_id]
            if pool is not None and entry.channel in _SHOWN:
                yield unseal(self._sealer, pool, entry)
