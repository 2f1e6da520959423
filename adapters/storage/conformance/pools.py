"""What the port `Pools` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.item_samples import THINGS
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    ALL,
    everything_of,
    find,
    has_budget,
    make_pool,
    make_world,
    rows_of,
    standing,
    write,
)
from domain.ports.pools import Pools
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store


class TestPools:
    """User pools."""

    @promises(Pools.add, "Store a new pool as it is.")
    def test_a_pool_comes_back_with_every_member(self, store: Store) -> None:
        """A pool comes back exactly as it was added."""
        write(store, lambda unit: unit.pools.add(s.POOL))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == s.POOL

    @promises(Pools.add, 'Raises Taken("pool") if the id was ever used.')
    def test_an_id_is_not_given_twice(self, store: Store) -> None:
        """A second pool of the same id is refused."""
        write(store, lambda unit: unit.pools.add(s.POOL))

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.pools.add(replace(s.POOL, name="second")))

        assert refused.value.what == "pool"
        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == s.POOL

    @promises(Pools.remove, "The id itself stays known, so that it is never given to another pool.")
    def test_an_id_is_not_given_again_after_removal(self, store: Store) -> None:
        """The id of a removed pool is refused for a new one."""
        write(store, lambda unit: unit.pools.add(s.POOL))
        write(store, lambda unit: unit.pools.remove(s.POOL_ID))

        with pytest.raises(Taken):
            write(store, lambda unit: unit.pools.add(s.POOL))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) is None

    @promises(Pools.get, "Return the pool, or None.")
    def test_an_unknown_pool_is_none(self, store: Store) -> None:
        """A pool that was never added is None."""
        make_pool(store)

        with store.reading() as unit:
            assert unit.pools.get(s.OTHER_POOL_ID) is None

    @promises(Pools.save, "return it, version + 1.")
    def test_a_saved_pool_replaces_the_stored_one(self, store: Store) -> None:
        """A save stores every member under the next version and returns that."""
        write(store, lambda unit: unit.pools.add(s.POOL))
        changed = replace(s.POOL, name="new", tags={}, keys=replace(s.POOL.keys, data=()))

        with store.writing() as unit:
            saved = unit.pools.save(changed)

        assert saved == replace(changed, version=s.POOL.version + 1)
        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == saved

    @promises(Pools.save, "Raises Stale if the stored version is another")
    def test_a_stale_pool_is_refused(self, store: Store) -> None:
        """A save of what was read before another save is refused and changes nothing."""
        write(store, lambda unit: unit.pools.add(s.POOL))
        write(store, lambda unit: unit.pools.save(replace(s.POOL, name="first")))

        with pytest.raises(Stale):
            write(store, lambda unit: unit.pools.save(replace(s.POOL, name="second")))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) == replace(s.POOL, name="first", version=2)

    @promises(Pools.save, "Missing if the pool is gone.")
    def test_a_pool_that_is_gone_cannot_be_saved(self, store: Store) -> None:
        """A save of a pool that is not there raises Missing and makes none."""
        with pytest.raises(Missing):
            write(store, lambda unit: unit.pools.save(s.POOL))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) is None

    @promises(Pools.remove, "Delete the pool with everything that carries its id, in all tables.")
    def test_nothing_of_a_removed_pool_is_left(self, store: Store) -> None:
        """Whatever carried the id of a removed pool is gone."""
        make_world(store)

        write(store, lambda unit: unit.pools.remove(s.POOL_ID))

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) is None
            assert unit.clients.get(s.CLIENT_ID) is None
            assert not unit.signing_keys.of_pool(s.POOL_ID)
            assert unit.users.count(s.POOL_ID, ALL).users == 0
            assert rows_of(unit, s.POOL_ID, s.SUB) == []
            assert unit.groups.count(s.POOL_ID, ALL) == 0
            assert unit.items.count(THINGS, s.POOL_ID, ALL) == 0
            assert not unit.domains.of_pool(s.POOL_ID)
            assert unit.resource_servers.count(s.POOL_ID, ALL) == 0
            assert unit.memberships.count(s.POOL_ID, s.SUB, ALL) == 0
            assert not unit.spent.is_spent(s.POOL_ID, s.SUB, "value-1")
            assert {row.pool_id for row in unit.outbox.page(None, ALL)} == {s.OTHER_POOL_ID}
        found = standing(store)
        assert (found.user, found.credentials, found.family, found.failures) == (
            None,
            None,
            None,
            0,
        )
        assert find(store, s.SUB).sub is None
        assert has_budget(store)

    @promises(Pools.remove, "Delete the pool with everything that carries its id")
    def test_another_pool_stays_when_one_is_removed(self, store: Store) -> None:
        """The pool beside a removed one keeps everything, also under equal names and ids."""
        make_world(store)
        with store.reading() as unit:
            before = everything_of(unit, s.OTHER_POOL_ID, s.SUB)

        write(store, lambda unit: unit.pools.remove(s.POOL_ID))

        with store.reading() as unit:
            assert everything_of(unit, s.OTHER_POOL_ID, s.SUB) == before
            assert unit.pools.get(s.OTHER_POOL_ID) == s.OTHER_POOL
            assert unit.clients.get(s.OTHER_CLIENT_ID) == s.OTHER_CLIENT
            assert len(unit.signing_keys.of_pool(s.OTHER_POOL_ID)) == 1
            assert len(unit.domains.of_pool(s.OTHER_POOL_ID)) == 1
            assert unit.access_keys.get(s.ACCESS_KEY.id) == s.ACCESS_KEY
        assert not has_budget(store, pool_id=s.OTHER_POOL_ID)

    @promises(Pools.remove, "Raises Missing.")
    def test_a_pool_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """A second removal raises Missing."""
        make_pool(store)
        write(store, lambda unit: unit.pools.remove(s.POOL_ID))

        with pytest.raises(Missing):
            write(store, lambda unit: unit.pools.remove(s.POOL_ID))
