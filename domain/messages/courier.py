"""Sending what waits in the outbox: after the commit, outside of units, again if it failed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from domain.messages.lifetimes import useful_until_ms
from domain.messages.sealed import unseal
from domain.model.identifiers import PoolId
from domain.model.message import Channel, OutboxEntry
from domain.model.pool import UserPool
from domain.ports.bundle import Ports
from domain.ports.delivery import Undeliverable
from domain.ports.sealer import SealBroken

BATCH: Final = 10
LEASE_MS: Final = 300_000
"""Longer than a whole batch takes: a message is with one process at a time."""

FIRST_WAIT_MS: Final = 1_000
LONGEST_WAIT_MS: Final = 600_000
_DOUBLINGS_MAX: Final = 10


class Courier:
    """Hands due messages over, oldest first. Messages of channels that keep theirs are left."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._delivery = ports.delivery
        self._reporter = ports.reporter

    def send_due(self) -> int:
        """Send every message that is due now; return how many were handed over."""
        channels = [name for name, way in self._delivery.items() if not way.keeps]
        sent = 0
        while channels:
            batch = self._lease(channels)
            pools = self._pools_of(batch)
            sent += sum(self._send(entry, pools.get(entry.pool_id)) for entry in batch)
            if len(batch) < BATCH:
                break
        return sent

    def _lease(self, channels: Sequence[Channel]) -> Sequence[OutboxEntry]:
        now_ms = self._clock.now_ms()
        with self._store.writing() as unit:
            return unit.outbox.lease(channels, now_ms, now_ms + LEASE_MS, BATCH)

    def _pools_of(self, batch: Sequence[OutboxEntry]) -> dict[PoolId, UserPool]:
        ids = {entry.pool_id for entry in batch}
        if not ids:
            return {}
        with self._store.reading() as unit:
            found = [unit.pools.get(pool_id) for pool_id in sorted(ids)]
        return {pool.id: pool for pool in found if pool is not None}

    def _send(self, entry: OutboxEntry, pool: UserPool | None) -> bool:
        """Send one message, and say whether it was handed over."""
        if pool is None or self._clock.now_ms() >= useful_until_ms(pool.password_policy, entry):
            self._remove(entry)
            self._report("message_dropped", entry)
            return False
        try:
            message = unseal(self._sealer, pool, entry)
            self._delivery[entry.channel].deliver(message)
        except (Undeliverable, SealBroken) as failure:
            self._postpone(entry)
            self._report("message_postponed", entry, reason=type(failure).__name__)
            return False
        self._remove(entry)
        self._report("message_sent", entry)
        return True

    def _remove(self, entry: OutboxEntry) -> None:
        with self._store.writing() as unit:
            unit.outbox.remove(entry.id)

    def _postpone(self, entry: OutboxEntry) -> None:
        due_at_ms = self._clock.now_ms() + wait_ms(entry.attempts)
        with self._store.writing() as unit:
            unit.outbox.postpone(entry.id, due_at_ms)

    def _report(self, event: str, entry: OutboxEntry, **facts: str) -> None:
        self._reporter.report(
            event,
            message=entry.id,
            pool=entry.pool_id,
            purpose=entry.purpose,
            channel=entry.channel.value,
            attempts=entry.attempts,
            **facts,
        )


def wait_ms(attempts: int) -> int:
    """Return how long to wait after so many failed attempts: a second, doubling to ten minutes."""
    doublings = min(max(attempts - 1, 0), _DOUBLINGS_MAX)
    return min(FIRST_WAIT_MS << doublings, LONGEST_WAIT_MS)
