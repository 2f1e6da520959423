"""What the port `Groups` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, make_groups, make_namesakes, make_pool, write
from domain.model.group import Group
from domain.model.identifiers import PoolId
from domain.ports.groups import Groups
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store

OTHERS = (s.BARE_GROUP, replace(s.GROUP, name="Admins"), replace(s.GROUP, pool_id=s.OTHER_POOL_ID))


def _make(store: Store, *groups: Group) -> None:
    make_namesakes(store)
    make_groups(store, *groups)


def _get(store: Store, group: Group = s.GROUP) -> Group | None:
    with store.reading() as unit:
        return unit.groups.get(group.pool_id, group.name)


def _page(store: Store, after: str | None, limit: int = ALL) -> list[str]:
    with store.reading() as unit:
        return [group.name for group in unit.groups.page(s.POOL_ID, after, limit)]


def _count(store: Store, pool_id: PoolId = s.POOL_ID, at_most: int = ALL) -> int:
    with store.reading() as unit:
        return unit.groups.count(pool_id, at_most)


class TestGroups:
    """Groups."""

    @promises(Groups.add, "Store a new group.")
    def test_a_group_comes_back_with_every_member(self, store: Store) -> None:
        """A group comes back exactly as it was added, also one that has little to say."""
        _make(store, s.GROUP, s.BARE_GROUP)

        assert _get(store) == s.GROUP
        assert _get(store, s.BARE_GROUP) == s.BARE_GROUP

    @promises(Groups.add, 'Raises Taken("group")')
    def test_a_name_is_unique_in_its_pool(self, store: Store) -> None:
        """A second group of the name is refused; another pool may have the name."""
        _make(store, s.GROUP)

        with pytest.raises(Taken) as refused:
            make_groups(store, replace(s.GROUP, precedence=1))
        make_groups(store, *OTHERS)

        assert refused.value.what == "group"
        assert [_get(store, group) for group in (s.GROUP, *OTHERS)] == [s.GROUP, *OTHERS]

    @promises(Groups.add, "or Missing if the pool is gone.")
    def test_a_group_needs_its_pool(self, store: Store) -> None:
        """A group of a pool that is not there is refused."""
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)

        with pytest.raises(Missing):
            make_groups(store, s.GROUP)

        assert _get(store) is None

    @promises(Groups, "A name is compared character by character.")
    def test_names_that_look_alike_are_different(self, store: Store) -> None:
        """Composed and combining letters, and capitals, name different groups."""
        names = ["caf\u00e9", "cafe\u0301", "Caf\u00e9", "caf\u00e9 "]
        _make(store, *(replace(s.GROUP, name=name, description=name) for name in names))

        for name in names:
            found = _get(store, replace(s.GROUP, name=name))
            assert found is not None
            assert found.description == name

    @promises(Groups.get, "Return the group, or None.")
    def test_an_unknown_group_is_none(self, store: Store) -> None:
        """A name finds no group of another name or pool."""
        _make(store, *OTHERS)

        assert _get(store) is None

    @promises(Groups.save, "Replace the group of that name.")
    def test_a_group_is_replaced(self, store: Store) -> None:
        """Every member is set, also to none; other groups stay."""
        _make(store, s.GROUP, *OTHERS)
        changed = replace(s.BARE_GROUP, name=s.GROUP.name, modified_at_ms=s.NOW_MS + 9)

        write(store, lambda unit: unit.groups.save(changed))

        assert _get(store) == changed
        assert [_get(store, group) for group in OTHERS] == [*OTHERS]

    @promises(Groups.save, "Raises Missing.")
    def test_a_group_that_is_gone_is_not_saved(self, store: Store) -> None:
        """Saving another name, or through another pool, raises Missing and makes nothing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.groups.save(s.GROUP))

        assert _get(store) is None
        assert [_get(store, group) for group in OTHERS] == [*OTHERS]

    @promises(Groups.remove, "Delete the group")
    def test_a_removed_group_is_gone(self, store: Store) -> None:
        """A removed group is not found and may be added again; others stay."""
        _make(store, s.GROUP, *OTHERS)

        write(store, lambda unit: unit.groups.remove(s.POOL_ID, s.GROUP.name))

        assert _get(store) is None
        assert [_get(store, group) for group in OTHERS] == [*OTHERS]
        make_groups(store, s.GROUP)
        assert _get(store) == s.GROUP

    @promises(Groups.remove, "Raises Missing.")
    def test_a_group_that_is_gone_cannot_be_removed(self, store: Store) -> None:
        """Removing another name, or through another pool, raises Missing."""
        _make(store, *OTHERS)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.groups.remove(s.POOL_ID, s.GROUP.name))

        assert [_get(store, group) for group in OTHERS] == [*OTHERS]

    @promises(Groups.page, "Return at most `limit` groups of the pool")
    def test_groups_come_by_name(self, store: Store) -> None:
        """Groups ascend by the code points of their names, and have every member."""
        names = ["b", "a-1", "B", "a_1", "\u00e4", "a"]
        _make(store, *(replace(s.GROUP, name=name) for name in names), OTHERS[2])

        assert _page(store, None) == sorted(names)
        with store.reading() as unit:
            assert list(unit.groups.page(s.OTHER_POOL_ID, None, 1)) == [OTHERS[2]]

    @promises(Groups.page, "with a name above `after`, ascending.")
    def test_pages_of_groups_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through five groups, while some come and others go."""
        _make(store, *(replace(s.GROUP, name=name) for name in "abcde"))

        assert _page(store, None, 2) == ["a", "b"]
        write(store, lambda unit: unit.groups.remove(s.POOL_ID, "b"))
        make_groups(store, replace(s.GROUP, name="B"))

        assert _page(store, "b", 2) == ["c", "d"]
        assert _page(store, "d", 2) == ["e"]
        assert _page(store, "e", 2) == []
        assert _page(store, None, 0) == []

    @promises(Groups.count, "Return the number of groups of the pool")
    def test_groups_are_counted(self, store: Store) -> None:
        """The groups of a pool are counted, those of another are not."""
        _make(store, s.GROUP, *OTHERS)

        assert _count(store) == 3
        assert _count(store, s.OTHER_POOL_ID) == 1
        assert _count(store, PoolId("us-east-1_Sample009")) == 0

    @promises(Groups.count, "counting no further than `at_most`.")
    def test_no_more_groups_are_counted_than_needed(self, store: Store) -> None:
        """The count stops at the bound."""
        _make(store, s.GROUP, *OTHERS)

        assert [_count(store, at_most=bound) for bound in (0, 1, 2, 3)] == [0, 1, 2, 3]
