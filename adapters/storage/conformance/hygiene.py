"""Hygiene: units give back what they took, however they end."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_pool, write
from domain.ports.sentinels import Taken
from domain.ports.store import Store, Unit

MANY = 100
"""More units than any backend keeps connections."""

REPOSITORIES = (
    "pools",
    "clients",
    "users",
    "names",
    "credentials",
    "software_tokens",
    "devices",
    "passkeys",
    "groups",
    "memberships",
    "items",
    "domains",
    "resource_servers",
    "pending",
    "codes",
    "locks",
    "budgets",
    "spent",
    "families",
    "sessions",
    "auth_events",
    "signing_keys",
    "limits",
    "access_keys",
    "outbox",
    "sweeper",
)


class TestHygiene:
    """Many units, one after another and at once."""

    @promises(Unit, "everything done through it is one transaction.")
    def test_a_unit_has_every_repository(self, store: Store) -> None:
        """The store keeps to its Protocol, and a unit groups all repositories."""
        assert isinstance(store, Store)
        with store.reading() as unit:
            assert all(hasattr(unit, name) for name in REPOSITORIES)

    @promises(Store.writing, "any exception rolls all of it back")
    def test_failed_units_leave_nothing_open(self, store: Store) -> None:
        """After many units that failed in many ways the store works as before."""
        make_pool(store)
        for _ in range(MANY):
            with pytest.raises(ZeroDivisionError), store.reading() as unit:
                divmod(unit.pools.get(s.POOL_ID) is None, 0)
            with pytest.raises(Taken), store.writing() as unit:
                unit.pools.add(s.POOL)

        write(store, lambda unit: unit.pools.save(s.POOL))

    @promises(Store.reading, "Open a unit that only reads.")
    def test_more_readers_than_connections_are_served(self, store: Store) -> None:
        """Many threads read at once; those beyond the connections wait their turn."""
        make_pool(store)

        def read(_: int) -> object:
            with store.reading() as unit:
                return unit.pools.get(s.POOL_ID)

        with ThreadPoolExecutor(MANY // 2) as threads:
            assert list(threads.map(read, range(4 * MANY))) == [s.POOL] * (4 * MANY)

    @promises(Store.ping, "Return if the store answers")
    def test_a_store_that_is_there_answers(self, store: Store) -> None:
        """A ping of a store in order returns, before and after units."""
        store.ping()
        make_pool(store)
        store.ping()

    @promises(Store.close, "May be called twice.")
    def test_a_store_is_closed_twice(self, store: Store) -> None:
        """A second close does nothing."""
        make_pool(store)

        store.close()
        store.close()
