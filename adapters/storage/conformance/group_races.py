"""Races for groups: one is made once, and nobody stays in one that is deleted meanwhile."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.world import (
    ALL,
    make_groups,
    make_namesakes,
    make_user,
    standing,
)
from domain.model.identifiers import Sub
from domain.ports.groups import Groups
from domain.ports.memberships import Memberships
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit

ROUNDS = 5


class TestGroupRaces:
    """Parallel changes of one group."""

    @promises(Groups.add, 'Raises Taken("group")')
    def test_a_group_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one name one wins, and its group is the one that stays."""
        make_namesakes(stores[0])

        def add(unit: Unit, number: int) -> None:
            unit.groups.add(replace(s.GROUP, precedence=number))

        results = race(stores, add)

        assert refusals(results, Taken) == RUNNERS - 1
        with stores[0].reading() as unit:
            stored = unit.groups.get(s.POOL_ID, s.GROUP.name)
        assert stored == replace(s.GROUP, precedence=results.index(None))

    @promises(Memberships.add, "nothing happens if he is in it.")
    def test_a_user_is_put_into_a_group_by_many(self, stores: Sequence[Store]) -> None:
        """Parallel additions of one user to one group all succeed, and he is in it once."""
        make_namesakes(stores[0])
        make_groups(stores[0], s.GROUP)

        results = race(stores, lambda unit, _: unit.memberships.add(s.POOL_ID, s.SUB, s.GROUP.name))

        assert results == [None] * RUNNERS
        assert len(standing(stores[0], with_memberships=True).memberships) == 1

    @promises(Groups.remove, "Of what runs beside it no membership is left")
    def test_nobody_is_put_into_a_group_that_is_gone(self, stores: Sequence[Store]) -> None:
        """Of users who are put into a group while it is deleted none is in its successor."""
        make_namesakes(stores[0])
        subs = [Sub(f"sub-{number:02}") for number in range(RUNNERS)]
        for sub in subs:
            make_user(stores[0], replace(s.USER, sub=sub))

        def change(unit: Unit, number: int) -> None:
            if number == RUNNERS // 2:
                unit.groups.remove(s.POOL_ID, s.GROUP.name)
            else:
                unit.memberships.add(s.POOL_ID, subs[number], s.GROUP.name)

        for _ in range(ROUNDS):
            make_groups(stores[0], s.GROUP)
            results = race(stores, change)
            assert results[RUNNERS // 2] is None
            assert all(result is None or isinstance(result, Missing) for result in results)
            make_groups(stores[0], s.GROUP)
            with stores[0].writing() as unit:
                assert not unit.memberships.users(s.POOL_ID, s.GROUP.name, None, ALL)
                unit.groups.remove(s.POOL_ID, s.GROUP.name)

    @promises(Memberships.add, "The check holds until the unit commits")
    def test_nothing_is_left_of_a_user_who_is_gone(self, stores: Sequence[Store]) -> None:
        """Of a user who is put into groups while he is deleted no membership is left."""
        make_namesakes(stores[0])
        names = [f"group-{number}" for number in range(RUNNERS)]
        make_groups(stores[0], *(replace(s.GROUP, name=name) for name in names))

        def change(unit: Unit, number: int) -> None:
            if number == RUNNERS // 2:
                unit.users.remove(s.POOL_ID, s.SUB)
            else:
                unit.memberships.add(s.POOL_ID, s.SUB, names[number])

        for _ in range(ROUNDS):
            results = race(stores, change)
            assert results[RUNNERS // 2] is None
            make_user(stores[0])
            assert standing(stores[0], with_memberships=True).memberships == ()
