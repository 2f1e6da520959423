"""Sending what waits in the outbox: after the commit, outside of units, again if it failed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from domain.messages.lifetimes import useful_until_ms
from domain.messages.sealed import unseal, unseal_errand
from domain.model.identifiers import PoolId
from domain.model.message import SENDERS, Channel, Errand, OutboxEntry
from domain.model.pool import UserPool
from domain.ports.bundle import Ports
from domain.ports.delivery import DELIVERY_MAX_MS, Refused, Undeliverable

BATCH: Final = 10
LEASE_MS: Final = 300_000
"""How long a batch is with one process. None is begun that might not end within its lease."""

FIRST_WAIT_MS: Final = 1_000
LONGEST_WAIT_MS: Final = 600_000
_DOUBLINGS_MAX: Final = 10

_SENDERS: Final = tuple(SENDERS.values())


class Senders(Protocol):
    """The functions of pools that send messages themselves."""

    def tell(self, pool: UserPool, errand: Errand) -> None:
        """Run the function, within DELIVERY_MAX_MS. Raises Undeliverable."""
        ...


class Courier:
    """Hands due messages over, oldest first. Messages of channels that keep theirs are left.

    A message leaves the outbox after it was handed over, so that none is lost; only a crash in
    between, or a store that stays away for longer than a lease, brings one a second time.
    """

    def __init__(self, ports: Ports, senders: Senders) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._sealer = ports.sealer
        self._delivery = ports.delivery
        self._senders = senders
        self._reporter = ports.reporter
        self._settled: set[str] = set()

    @property
    def channels(self) -> Sequence[Channel]:
        """What there is to send through."""
        return [*_SENDERS, *(name for name, way in self._delivery.items() if not way.keeps)]

    def send_due(self, channel: Channel, is_stopping: Callable[[], bool]) -> int:
        """Send the messages of a channel that are due now; return how many were handed over.

        May be called by several threads, so that no channel waits for another's server. Raises
        Unavailable.
        """
        for entry_id in tuple(self._settled):
            self._remove(entry_id)
        sent = 0
        while not is_stopping():
            leased_until_ms = self._clock.now_ms() + LEASE_MS
            batch = self._lease(channel, leased_until_ms)
            sent += self._send_batch(batch, leased_until_ms, is_stopping)
            if len(batch) < BATCH:
                break
        return sent

    def _lease(self, channel: Channel, until_ms: int) -> Sequence[OutboxEntry]:
        with self._store.writing() as unit:
            return unit.outbox.lease([channel], until_ms - LEASE_MS, until_ms, BATCH)

    def _send_batch(
        self, batch: Sequence[OutboxEntry], until_ms: int, is_stopping: Callable[[], bool]
    ) -> int:
        pools = self._pools_of(batch)
        sent = 0
        for place, entry in enumerate(batch):
            if is_stopping() or self._clock.now_ms() + DELIVERY_MAX_MS > until_ms:
                self._postpone(batch[place:], self._clock.now_ms())
                break
            sent += self._send(entry, pools.get(entry.pool_id))
        return sent

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
            self._drop(entry, "too late" if pool else "its pool is gone")
            return False
        try:
            self._hand_over(entry, pool)
        except Refused as refusal:
            self._drop(entry, str(refusal))
        except Undeliverable as failure:
            self._put_off(entry, str(failure))
        except Exception as failure:  # noqa: BLE001 - none may keep those behind it waiting
            self._put_off(entry, type(failure).__name__)
        else:
            self._report("message_sent", entry)
            self._remove(entry.id)
            return True
        return False

    def _hand_over(self, entry: OutboxEntry, pool: UserPool) -> None:
        if entry.channel in _SENDERS:
            self._senders.tell(pool, unseal_errand(self._sealer, pool, entry))
        else:
            self._delivery[entry.channel].deliver(unseal(self._sealer, pool, entry))

    def _drop(self, entry: OutboxEntry, reason: str) -> None:
        self._report("message_dropped", entry, reason=reason)
        self._remove(entry.id)

    def _put_off(self, entry: OutboxEntry, reason: str) -> None:
        self._report("message_postponed", entry, reason=reason)
        self._postpone([entry], self._clock.now_ms() + wait_ms(entry.attempts))

    def _remove(self, entry_id: str) -> None:
        """Delete a message; if the store fails now, it is the first thing of the next round."""
        self._settled.add(entry_id)
        with self._store.writing() as unit:
            unit.outbox.remove(entry_id)
        self._settled.discard(entry_id)

    def _postpone(self, entries: Sequence[OutboxEntry], due_at_ms: int) -> None:
        with self._store.writing() as unit:
            for entry in entries:
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
