"""Races for items: nothing is lost of one that goes, and none keeps its pool from going."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.item_samples import BARE_THING, KEY, THINGS, Part, Thing
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race
from adapters.storage.conformance.world import make_pool, write
from domain.model.identifiers import PoolId
from domain.ports.items import Items
from domain.ports.sentinels import Missing
from domain.ports.store import Store, Unit

ROUNDS = 5


def _add_part(unit: Unit, pool_id: PoolId, number: int) -> Thing:
    part = Part(name=f"part {number}")
    return unit.items.change(
        THINGS, pool_id, KEY, lambda thing: replace(thing, parts=(*thing.parts, part))
    )


class TestItemRaces:
    """Parallel uses of one item."""

    @promises(Items.remove, "with what was changed until then.")
    def test_a_removed_item_is_the_newest(self, stores: Sequence[Store]) -> None:
        """Of an item that is removed while it is changed every change that was made comes back."""
        make_pool(stores[0])
        write(stores[0], lambda unit: unit.items.add(THINGS, s.POOL_ID, KEY, BARE_THING))

        def act(unit: Unit, number: int) -> Thing:
            if number == RUNNERS - 1:
                return unit.items.remove(THINGS, s.POOL_ID, KEY)
            return _add_part(unit, s.POOL_ID, number)

        *changes, removed = race(stores, act)

        made = {number for number, change in enumerate(changes) if isinstance(change, Thing)}
        assert isinstance(removed, Thing)
        assert {part.name for part in removed.parts} == {f"part {number}" for number in made}

    @promises(Items.change, "Whoever changes an item may add others in the same unit")
    def test_a_pool_goes_while_its_items_change(self, stores: Sequence[Store]) -> None:
        """Units that change an item and add another do not wait for the pool's end in a ring."""
        for number in range(ROUNDS):
            pool = replace(s.POOL, id=PoolId(f"us-east-1_Sample1{number:02}"))
            write(
                stores[0],
                lambda unit, pool=pool: unit.pools.add(pool),  # type: ignore[misc]
                lambda unit, pool=pool: unit.items.add(THINGS, pool.id, KEY, BARE_THING),  # type: ignore[misc]
            )

            def act(unit: Unit, number: int, pool_id: PoolId = pool.id) -> None:
                if number == RUNNERS // 2:
                    unit.pools.remove(pool_id)
                else:
                    _add_part(unit, pool_id, number)
                    unit.items.add(THINGS, pool_id, f"thing {number}", BARE_THING)

            results = race(stores, act)

            assert results[RUNNERS // 2] is None
            assert all(result is None or isinstance(result, Missing) for result in results)
