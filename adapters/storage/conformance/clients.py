"""What the port `Clients` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.item_samples import BARE_THING, THINGS
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race
from adapters.storage.conformance.world import ALL, make_pool, make_user, standing, write
from domain.model.client import AppClient
from domain.model.identifiers import ClientId
from domain.ports.clients import Clients
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store, Unit

ROUNDS = 5


def _add(store: Store, client: AppClient) -> None:
    write(store, lambda unit: unit.clients.add(client))


def _save(store: Store, client: AppClient) -> None:
    write(store, lambda unit: unit.clients.save(client))


class TestClients:
    """App clients."""

    @promises(Clients.add, "Store a new client.")
    def test_a_client_comes_back_with_every_member(self, store: Store) -> None:
        """A client comes back exactly as it was added."""
        make_pool(store)

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == s.CLIENT

    @promises(Clients.add, 'Raises Taken("client")')
    def test_a_client_id_is_unique_over_all_pools(self, store: Store) -> None:
        """A second client of the same id is refused, in another pool as well."""
        make_pool(store)
        write(store, lambda unit: unit.pools.add(s.OTHER_POOL))

        for pool_id in (s.POOL_ID, s.OTHER_POOL_ID):
            second = replace(s.CLIENT, pool_id=pool_id, name="second")
            with pytest.raises(Taken) as refused:
                _add(store, second)
            assert refused.value.what == "client"

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == s.CLIENT

    @promises(Clients.add, "or Missing if its pool is gone.")
    def test_a_client_needs_its_pool(self, store: Store) -> None:
        """A client of a pool that is not there is refused."""
        with pytest.raises(Missing):
            write(store, lambda unit: unit.clients.add(s.CLIENT))

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) is None

    @promises(Clients.get, "Return the client, or None.")
    def test_an_unknown_client_is_none(self, store: Store) -> None:
        """A client that was never added is None."""
        make_pool(store)

        with store.reading() as unit:
            assert unit.clients.get(s.OTHER_CLIENT_ID) is None

    @promises(Clients.save, "return it, version + 1.")
    def test_a_saved_client_replaces_the_stored_one(self, store: Store) -> None:
        """A save stores every member under the next version and returns that."""
        make_pool(store)
        changed = replace(s.CLIENT, name="new", secrets=(), read_attributes=None, rotation=None)

        with store.writing() as unit:
            saved = unit.clients.save(changed)

        assert saved == replace(changed, version=2)
        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == saved

    @promises(Clients.save, "Raises Stale if the stored version is another")
    def test_a_stale_client_is_refused(self, store: Store) -> None:
        """A save of what was read before another save is refused and changes nothing."""
        make_pool(store)
        write(store, lambda unit: unit.clients.save(replace(s.CLIENT, name="first")))

        with pytest.raises(Stale):
            write(store, lambda unit: unit.clients.save(replace(s.CLIENT, name="second")))

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == replace(s.CLIENT, name="first", version=2)

    @promises(Clients.save, "Missing if that pool has no such client.")
    def test_a_client_cannot_be_saved_into_another_pool(self, store: Store) -> None:
        """A save under another pool, or of an unknown client, raises Missing."""
        make_pool(store)
        write(store, lambda unit: unit.pools.add(s.OTHER_POOL))
        moved = replace(s.CLIENT, pool_id=s.OTHER_POOL_ID)
        unknown = replace(s.CLIENT, id=s.OTHER_CLIENT_ID)

        for client in (moved, unknown):
            with pytest.raises(Missing):
                _save(store, client)

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == s.CLIENT

    @promises(Clients.hold, "Raises Missing if that pool has no such client.")
    def test_a_client_is_held_as_it_is(self, store: Store) -> None:
        """To hold a client changes nothing of it, and it must be there, in that pool."""
        make_pool(store)
        write(store, lambda unit: unit.pools.add(s.OTHER_POOL))

        with store.writing() as unit:
            unit.clients.hold(s.POOL_ID, s.CLIENT_ID)
            for pool_id, client_id in (
                (s.OTHER_POOL_ID, s.CLIENT_ID),
                (s.POOL_ID, s.OTHER_CLIENT_ID),
            ):
                with pytest.raises(Missing):
                    unit.clients.hold(pool_id, client_id)

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == s.CLIENT

    @promises(Clients.hold, "so that it sees what was added.")
    def test_nothing_is_added_for_a_client_that_is_gone(self, stores: Sequence[Store]) -> None:
        """Of what is added for a client while it is deleted with all of it nothing is left."""
        make_pool(stores[0])

        def act(unit: Unit, number: int) -> None:
            if number == RUNNERS // 2:
                unit.clients.remove(s.POOL_ID, s.CLIENT_ID)
                for thing in unit.items.page(THINGS, s.POOL_ID, None, ALL):
                    unit.items.remove(THINGS, s.POOL_ID, thing.name)
            else:
                name = f"thing {number}"
                unit.clients.hold(s.POOL_ID, s.CLIENT_ID)
                unit.items.add(THINGS, s.POOL_ID, name, replace(BARE_THING, name=name))

        for _ in range(ROUNDS):
            results = race(stores, act)
            assert results[RUNNERS // 2] is None
            assert all(result is None or isinstance(result, Missing) for result in results)
            with stores[0].reading() as unit:
                assert not unit.items.page(THINGS, s.POOL_ID, None, ALL)
            write(stores[0], lambda unit: unit.clients.add(s.CLIENT))

    @promises(
        Clients.remove, "Delete the client of that pool, its token families and their sessions."
    )
    def test_a_removed_client_takes_its_families_along(self, store: Store) -> None:
        """A removed client is gone with its families; those of another client stay."""
        make_pool(store)
        make_user(store)
        second_id = ClientId("3sample000000000000000000c")
        with store.writing() as unit:
            unit.clients.add(replace(s.CLIENT, id=second_id))
            unit.families.add(s.FAMILY, s.USER.epoch)
            second = replace(s.FAMILY, id="family-2", client_id=second_id)
            unit.families.add(second, s.USER.epoch)

        write(store, lambda unit: unit.clients.remove(s.POOL_ID, s.CLIENT_ID))

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) is None
            kept = unit.users.standing(s.POOL_ID, s.SUB, second_id, "family-2")
        assert kept.family == second
        assert standing(store).family is None

    @promises(Clients.remove, "Raises Missing.")
    def test_a_client_is_not_removed_through_another_pool(self, store: Store) -> None:
        """Removing a client of another pool, or an unknown one, raises Missing."""
        make_pool(store)
        write(store, lambda unit: unit.pools.add(s.OTHER_POOL))

        for pool_id, client_id in (
            (s.OTHER_POOL_ID, s.CLIENT_ID),
            (s.POOL_ID, s.OTHER_CLIENT_ID),
        ):
            with pytest.raises(Missing), store.writing() as unit:
                unit.clients.remove(pool_id, client_id)

        with store.reading() as unit:
            assert unit.clients.get(s.CLIENT_ID) == s.CLIENT
