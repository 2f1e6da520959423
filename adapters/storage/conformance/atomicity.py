"""Units of work: all or nothing, seen by others only when they are committed."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.acts import ACTS
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    everything,
    everything_of,
    has_budget,
    make_pool,
    make_user,
    make_world,
    standing,
    write,
)
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store, Unit

each_act = pytest.mark.parametrize("act", ACTS)


class Broken(Exception):
    """What goes wrong in the middle of a unit."""


def _break(_: Unit) -> None:
    raise Broken


def _interrupt(_: Unit) -> None:
    raise KeyboardInterrupt


def _save_pool(store: Store, version: int) -> None:
    with store.writing() as unit:
        unit.pools.save(replace(s.POOL, version=version))


def _all_of(store: Store) -> tuple[object, ...]:
    with store.reading() as unit:
        users = [everything_of(unit, s.POOL_ID, sub) for sub in (s.SUB, s.NOBODY)]
        family = unit.users.standing(s.POOL_ID, s.SUB, None, "family-9").family
        name = unit.names.find(s.POOL_ID, None, s.NAME.value, [s.NAME.kind])
        spent = unit.spent.is_spent(s.POOL_ID, s.SUB, "value-9")
    return (*everything(store), users, family, name, spent)


class TestAtomicity:
    """Units that end badly."""

    @each_act
    @promises(Store.writing, "any exception rolls all of it back and is raised on.")
    def test_a_failed_unit_changes_nothing(self, store: Store, act: str) -> None:
        """What a unit did before it failed is undone, whichever method did it."""
        make_world(store)
        before = _all_of(store)

        with pytest.raises(Broken):
            write(store, ACTS[act], _break)

        assert _all_of(store) == before
        assert has_budget(store, s.NOBODY)
        assert not has_budget(store)

    @each_act
    @promises(Store.writing, "A clean exit commits")
    def test_a_clean_unit_changes_something(self, store: Store, act: str) -> None:
        """What a unit did is there after it, whichever method did it."""
        make_world(store)
        before = _all_of(store)

        write(store, ACTS[act])

        budgets = [has_budget(store, sub) for sub in (s.NOBODY, s.SUB)]
        assert (_all_of(store), budgets) != (before, [True, False])

    @promises(Store.writing, "any exception rolls all of it back and is raised on.")
    def test_a_failed_unit_undoes_all_it_did(self, store: Store) -> None:
        """Everything that a sign-up writes is undone together."""
        make_pool(store)

        with pytest.raises(Broken):
            write(
                store,
                lambda unit: unit.users.add(s.USER),
                lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB),
                lambda unit: unit.credentials.save(s.CREDENTIALS),
                lambda unit: unit.codes.put(s.CODE),
                lambda unit: unit.outbox.add(s.ENTRY),
                _break,
            )

        found = standing(store)
        assert (found.user, found.credentials) == (None, None)
        with store.reading() as unit:
            assert unit.codes.get(s.POOL_ID, s.SUB, s.CODE.purpose) is None
            assert unit.names.find(s.POOL_ID, None, "ann", [s.NAME.kind]).sub is None
            assert not unit.outbox.latest(1)

    @promises(Store.writing, "and is raised on.")
    def test_the_very_exception_comes_out(self, store: Store) -> None:
        """The exception that ended a unit is the one that its caller sees."""
        broken = Broken("this one")

        with pytest.raises(Broken) as seen, store.writing():
            raise broken

        assert seen.value is broken

    @promises(Store.writing, "any exception rolls all of it back")
    def test_an_interrupted_unit_changes_nothing(self, store: Store) -> None:
        """What is no ordinary exception (a stop from outside) rolls back as well."""
        with pytest.raises(KeyboardInterrupt):
            write(store, lambda unit: unit.pools.add(s.POOL), _interrupt)

        with store.reading() as unit:
            assert unit.pools.get(s.POOL_ID) is None

    @promises(Store, "the call that raised it changed nothing.")
    def test_a_unit_goes_on_after_a_sentinel(self, store: Store) -> None:
        """After Taken, Stale and Missing the unit reads, writes and commits as before."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        with store.writing() as unit:
            with pytest.raises(Taken):
                unit.names.claim(s.POOL_ID, s.NAME, s.OTHER_SUB)
            with pytest.raises(Taken):
                unit.users.add(s.USER)
            with pytest.raises(Missing):
                unit.users.add(replace(s.USER, pool_id=s.OTHER_POOL_ID))
            with pytest.raises(Stale):
                unit.users.save(replace(s.USER, version=9))
            unit.users.add(s.OTHER_USER)

        assert standing(store).user == s.USER
        assert standing(store, s.OTHER_SUB).user == s.OTHER_USER

    @each_act
    @promises(Store.reading, "A method that writes raises RuntimeError in it.")
    def test_a_reading_unit_does_not_write(self, store: Store, act: str) -> None:
        """No method that writes works in a unit that reads, and none changes anything there."""
        make_world(store)
        before = _all_of(store)

        with pytest.raises(RuntimeError), store.reading() as unit:
            ACTS[act](unit)

        assert _all_of(store) == before

    @promises(Store.writing, "Units of one thread do not nest")
    def test_units_do_not_nest(self, store: Store) -> None:
        """A unit inside a unit of the same thread is refused; the outer one goes on."""
        with store.writing() as unit:
            for inner in (store.reading, store.writing):
                with pytest.raises(RuntimeError), inner():
                    pass
            unit.pools.add(s.POOL)
        with store.reading() as unit:
            for inner in (store.reading, store.writing):
                with pytest.raises(RuntimeError), inner():
                    pass
            assert unit.pools.get(s.POOL_ID) == s.POOL


class TestVisibility:
    """What units see of one another."""

    @promises(Store.writing, "A unit sees its own changes")
    def test_a_unit_sees_its_own_changes(self, store: Store) -> None:
        """What a unit wrote, replaced or deleted is what it reads."""
        make_pool(store)

        with store.writing() as unit:
            unit.users.add(s.USER)
            saved = unit.users.save(s.USER)
            unit.clients.remove(s.POOL_ID, s.CLIENT_ID)

            assert unit.users.standing(s.POOL_ID, s.SUB).user == saved
            assert unit.users.count(s.POOL_ID, 9).users == 1
            assert unit.clients.get(s.CLIENT_ID) is None
            assert not unit.clients.page(s.POOL_ID, None, 9)

    @promises(Store.writing, "others see them after the commit only.")
    def test_others_see_only_what_is_committed(self, store: Store) -> None:
        """A reader beside an open writer is not kept waiting, and sees none of its changes."""
        make_world(store)
        before = everything(store)

        with ThreadPoolExecutor(1) as beside, store.writing() as unit:
            unit.users.save(replace(s.USER, enabled=True))
            unit.names.claim(s.POOL_ID, s.EMAIL, s.SUB)
            unit.pools.remove(s.OTHER_POOL_ID)
            assert beside.submit(everything, store).result(timeout=4) == before

        assert everything(store) != before

    @promises(Store.reading, "It sees at least everything committed before it opened.")
    def test_a_reader_sees_what_was_committed_before(self, store: Store) -> None:
        """A unit that opens after a commit in another thread sees it."""
        make_pool(store)

        with ThreadPoolExecutor(1) as beside:
            for number in range(20):
                beside.submit(_save_pool, store, number + 1).result()
                with store.reading() as unit:
                    pool = unit.pools.get(s.POOL_ID)
                    assert pool is not None
                    assert pool.version == number + 2

    @promises(Store.reading, "Open a unit that only reads.")
    def test_readers_read_at_once(self, store: Store) -> None:
        """Several reading units are open at the same time."""
        make_pool(store)
        together = threading.Barrier(4, timeout=4)

        def read() -> object:
            with store.reading() as unit:
                together.wait()
                return unit.pools.get(s.POOL_ID)

        with ThreadPoolExecutor(4) as threads:
            reads = [threads.submit(read) for _ in range(4)]
            assert [each.result() for each in reads] == [s.POOL] * 4
