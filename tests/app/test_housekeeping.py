"""Sweeping as running servers and `cognate sweep` do it."""

from __future__ import annotations

from adapters.storage.memory import MemoryStore
from app import housekeeping
from domain.model.identifiers import PoolId, Sub

POOL_ID = PoolId("us-east-1_Test00001")
NOW_MS = 1_767_258_000_000


def store_with(expired: int) -> MemoryStore:
    """A store with so many Sessions that were spent and have expired."""
    store = MemoryStore()
    with store.writing() as unit:
        for number in range(expired):
            unit.spent.spend(POOL_ID, Sub("sub"), f"id-{number}", NOW_MS)
    return store


def test_a_sweep_takes_all_that_has_expired() -> None:
    """However many rows there are, in batches: a busy server leaves more than one."""
    expired = 2 * housekeeping.LIMIT + 1
    store = store_with(expired)

    assert housekeeping.sweep(store, NOW_MS, lambda: False)["spent"] == expired
    assert housekeeping.sweep(store, NOW_MS, lambda: False)["spent"] == 0


def test_a_sweep_ends_when_the_server_stops() -> None:
    """What is left is swept by another server, or after the next start."""
    store = store_with(1)

    assert housekeeping.sweep(store, NOW_MS, lambda: True) == {}
