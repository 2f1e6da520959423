"""What the port `Items` promises."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.item_samples import (
    BARE_THING,
    KEY,
    PARTS,
    THING,
    THINGS,
    Part,
    Thing,
)
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.world import ALL, make_pool, write
from domain.model.identifiers import PoolId
from domain.ports.items import Items
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit

PART = Part(name="alone", count=3)


def _make(store: Store, **things: Thing) -> None:
    """Store things by their keys, and under `KEY` a part and the bare thing of another pool."""
    make_pool(store)
    make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
    with store.writing() as unit:
        for key, thing in things.items():
            unit.items.add(THINGS, s.POOL_ID, key, thing)
        unit.items.add(PARTS, s.POOL_ID, KEY, PART)
        unit.items.add(THINGS, s.OTHER_POOL_ID, KEY, BARE_THING)


def _assert_others_stayed(store: Store) -> None:
    with store.reading() as unit:
        assert unit.items.get(PARTS, s.POOL_ID, KEY) == PART
        assert unit.items.get(THINGS, s.OTHER_POOL_ID, KEY) == BARE_THING


def _get(store: Store, key: str = KEY) -> Thing | None:
    with store.reading() as unit:
        return unit.items.get(THINGS, s.POOL_ID, key)


def _page(store: Store, after: str | None, limit: int = ALL) -> list[str]:
    with store.reading() as unit:
        return [thing.name for thing in unit.items.page(THINGS, s.POOL_ID, after, limit)]


class TestItems:
    """Items of pools."""

    @promises(Items.add, "Store a new item.")
    def test_an_item_comes_back_with_every_member(self, store: Store) -> None:
        """An item comes back exactly as it was added, with what is sealed of it or without."""
        _make(store)
        write(
            store,
            lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, THING),
            lambda unit: unit.items.add(THINGS, s.POOL_ID, "bare", BARE_THING),
        )

        assert _get(store) == THING
        assert _get(store, "bare") == BARE_THING
        _assert_others_stayed(store)

    @promises(Items.add, "Raises Taken(the kind's name)")
    def test_a_key_is_unique_in_its_pool_and_kind(self, store: Store) -> None:
        """A second item of the key is refused; another kind and another pool may have one."""
        _make(store)
        write(store, lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, THING))

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, BARE_THING))

        assert refused.value.what == THINGS.name
        assert _get(store) == THING
        _assert_others_stayed(store)

    @promises(Items.add, "Raises Taken(the kind's name)")
    def test_an_item_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one key one wins, and its item is the one kept."""
        make_pool(stores[0])

        def add(unit: Unit, number: int) -> None:
            unit.items.add(THINGS, s.POOL_ID, KEY, replace(THING, name=f"thing {number}"))

        results = race(stores, add)

        assert refusals(results, Taken) == RUNNERS - 1
        assert _get(stores[0]) == replace(THING, name=f"thing {results.index(None)}")

    @promises(Items.add, "or Missing if the pool is gone.")
    def test_an_item_needs_its_pool(self, store: Store) -> None:
        """An item of a pool that is not there is refused."""
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, THING))

        assert _get(store) is None

    @promises(Items, "Keys are compared character by character.")
    def test_keys_that_look_alike_are_different(self, store: Store) -> None:
        """Capitals and a blank at the end name different items."""
        keys = ["key", "Key", "key ", "k-y", "k_y"]
        _make(store, **{key: replace(THING, name=key) for key in keys})

        for key in keys:
            assert _get(store, key) == replace(THING, name=key)

    @promises(Items.put, "Store an item, new or in place of the present one.")
    def test_an_item_is_put(self, store: Store) -> None:
        """What is put is there, also over another, and with nothing sealed over something."""
        _make(store)

        write(store, lambda unit: unit.items.put(THINGS, s.POOL_ID, KEY, THING))
        assert _get(store) == THING
        write(store, lambda unit: unit.items.put(THINGS, s.POOL_ID, KEY, BARE_THING))
        assert _get(store) == BARE_THING
        _assert_others_stayed(store)

    @promises(Items.put, "Raises Missing if the pool is gone.")
    def test_nothing_is_put_without_its_pool(self, store: Store) -> None:
        """An item of a pool that is not there is not put."""
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.items.put(THINGS, s.POOL_ID, KEY, THING))

        assert _get(store) is None

    @promises(Items.get, "Return the item, or None.")
    def test_an_unknown_item_is_none(self, store: Store) -> None:
        """A key finds no item of another key, kind or pool."""
        _make(store, other=THING)

        assert _get(store) is None

    @promises(Items.change, "Replace the item by what `change` makes of it, and return that.")
    def test_an_item_is_changed(self, store: Store) -> None:
        """The change is given the stored item, and what it returns is stored and returned."""
        _make(store, **{KEY: THING, "other": THING})
        changed = replace(THING, name="a thing, changed", hidden=b"newer")

        with store.writing() as unit:
            returned = unit.items.change(
                THINGS,
                s.POOL_ID,
                KEY,
                lambda thing: replace(thing, name=f"{thing.name}, changed", hidden=b"newer"),
            )
            assert unit.items.get(THINGS, s.POOL_ID, KEY) == changed

        assert returned == _get(store) == changed
        assert _get(store, "other") == THING
        _assert_others_stayed(store)

    @promises(Items.change, "Raises Missing.")
    def test_an_item_that_is_gone_is_not_changed(self, store: Store) -> None:
        """Changing another key, kind or pool raises Missing and makes nothing."""
        _make(store)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.items.change(THINGS, s.POOL_ID, KEY, lambda it: it))

        assert _get(store) is None
        _assert_others_stayed(store)

    @promises(Items.change, "Of parallel changes each is given what the one before it made.")
    def test_no_change_is_lost(self, stores: Sequence[Store]) -> None:
        """Parallel changes of one item all show in the end."""
        _make(stores[0], **{KEY: BARE_THING})

        def add_part(unit: Unit, number: int) -> None:
            part = Part(name=f"part {number}")
            unit.items.change(
                THINGS, s.POOL_ID, KEY, lambda thing: replace(thing, parts=(*thing.parts, part))
            )

        race(stores, add_part)

        thing = _get(stores[0])
        assert thing is not None
        assert sorted(part.name for part in thing.parts) == sorted(
            f"part {number}" for number in range(RUNNERS)
        )

    @promises(Items.change, "What `change` raises is raised on, and nothing is replaced.")
    def test_a_change_that_fails_changes_nothing(self, store: Store) -> None:
        """An error out of the change reaches the caller, and the unit may go on."""
        _make(store, **{KEY: THING})

        with store.writing() as unit, pytest.raises(ZeroDivisionError):
            unit.items.change(
                THINGS, s.POOL_ID, KEY, lambda it: replace(it, name=str(len(it.name) // 0))
            )

        assert _get(store) == THING

    @promises(Items.remove, "Delete the item and return it")
    def test_a_removed_item_is_gone(self, store: Store) -> None:
        """A removed item is returned and not found, its key may be used again; others stay."""
        _make(store, **{KEY: THING})

        with store.writing() as unit:
            assert unit.items.remove(THINGS, s.POOL_ID, KEY) == THING

        assert _get(store) is None
        _assert_others_stayed(store)
        write(store, lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, BARE_THING))
        assert _get(store) == BARE_THING

    @promises(Items.remove, "Raises Missing.")
    def test_an_item_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """Removing another key, kind or pool raises Missing."""
        _make(store)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.items.remove(THINGS, s.POOL_ID, KEY))

        _assert_others_stayed(store)

    @promises(Items.page, "Return at most `limit` items of the pool")
    def test_items_come_by_key(self, store: Store) -> None:
        """Items ascend by the code points of their keys, and have every member."""
        keys = ["b", "a-1", "B", "a_1", "a"]
        _make(store, **{key: replace(THING, name=key) for key in keys})

        assert _page(store, None) == sorted(keys)
        with store.reading() as unit:
            assert list(unit.items.page(THINGS, s.OTHER_POOL_ID, None, 1)) == [BARE_THING]
            assert list(unit.items.page(PARTS, s.POOL_ID, None, 9)) == [PART]

    @promises(Items.page, "above the key `after`, ascending by key.")
    def test_pages_of_items_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through five items, while some come and others go."""
        _make(store, **{key: replace(THING, name=key) for key in "abcde"})

        assert _page(store, None, 2) == ["a", "b"]
        write(
            store,
            lambda unit: unit.items.remove(THINGS, s.POOL_ID, "b"),
            lambda unit: unit.items.add(THINGS, s.POOL_ID, "B", THING),
        )

        assert _page(store, "b", 2) == ["c", "d"]
        assert _page(store, "d", 2) == ["e"]
        assert _page(store, "e", 2) == []
        assert _page(store, None, 0) == []

    @promises(Items.count, "Return the number of items of the pool")
    def test_items_are_counted(self, store: Store) -> None:
        """The items of one kind and pool are counted, those of another are not."""
        _make(store, a=THING, b=THING)

        with store.reading() as unit:
            assert unit.items.count(THINGS, s.POOL_ID, ALL) == 2
            assert unit.items.count(PARTS, s.POOL_ID, ALL) == 1
            assert unit.items.count(THINGS, PoolId("us-east-1_Sample009"), ALL) == 0

    @promises(Items.count, "counting no further than `at_most`.")
    def test_no_more_items_are_counted_than_needed(self, store: Store) -> None:
        """The count stops at the bound."""
        _make(store, a=THING, b=THING, c=THING)

        with store.reading() as unit:
            counts = [unit.items.count(THINGS, s.POOL_ID, bound) for bound in (0, 1, 2, 3)]
        assert counts == [0, 1, 2, 3]
