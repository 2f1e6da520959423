"""What the port `Memberships` promises, and what of it comes with a user's standing."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    ALL,
    make_groups,
    make_namesakes,
    make_user,
    standing,
    write,
)
from domain.model.group import Membership
from domain.model.identifiers import PoolId, Sub
from domain.ports.groups import Groups
from domain.ports.memberships import Memberships
from domain.ports.sentinels import Missing
from domain.ports.store import Store
from domain.ports.users import Users

OTHER_POOLS = replace(s.GROUP, pool_id=s.OTHER_POOL_ID)
ADMIN = Membership(group=s.GROUP.name, role_arn=s.GROUP.role_arn, precedence=s.GROUP.precedence)
READER = Membership(group=s.BARE_GROUP.name)


def _make(store: Store) -> None:
    """Store three users, two of one pool, and groups without anybody in them."""
    make_namesakes(store)
    make_groups(store, s.GROUP, s.BARE_GROUP, OTHER_POOLS)


def _add(store: Store, group: str, *subs: Sub, pool_id: PoolId = s.POOL_ID) -> None:
    with store.writing() as unit:
        for sub in subs:
            unit.memberships.add(pool_id, sub, group)


def _groups(
    store: Store, sub: Sub = s.SUB, after: str | None = None, limit: int = ALL
) -> list[str]:
    with store.reading() as unit:
        return [each.name for each in unit.memberships.groups(s.POOL_ID, sub, after, limit)]


def _users(
    store: Store, group: str = s.GROUP.name, after: Sub | None = None, limit: int = ALL
) -> list[Sub]:
    with store.reading() as unit:
        return [each.sub for each in unit.memberships.users(s.POOL_ID, group, after, limit)]


def _told(store: Store, sub: Sub = s.SUB, pool_id: PoolId = s.POOL_ID) -> set[Membership]:
    return set(standing(store, sub, pool_id, with_memberships=True).memberships)


class TestMemberships:
    """Who is in which groups."""

    @promises(Memberships.add, "Put the user into the group")
    def test_a_user_is_in_the_group_that_he_was_put_into(self, store: Store) -> None:
        """He is in that group; no other user is, nor his namesake of another pool."""
        _make(store)

        _add(store, s.GROUP.name, s.SUB)

        assert _groups(store) == [s.GROUP.name]
        assert _users(store) == [s.SUB]
        assert _groups(store, s.OTHER_SUB) == []
        assert _users(store, s.BARE_GROUP.name) == []
        with store.reading() as unit:
            assert not unit.memberships.groups(s.OTHER_POOL_ID, s.SUB, None, ALL)
            assert not unit.memberships.users(s.OTHER_POOL_ID, s.GROUP.name, None, ALL)

    @promises(Memberships.add, "nothing happens if he is in it.")
    def test_a_user_is_in_a_group_once(self, store: Store) -> None:
        """Who is put into a group again is in it as before."""
        _make(store)

        _add(store, s.GROUP.name, s.SUB, s.SUB)
        _add(store, s.GROUP.name, s.SUB)

        assert (_groups(store), _users(store)) == ([s.GROUP.name], [s.SUB])

    @promises(Memberships.add, "Raises Missing if the user or the group is gone.")
    def test_a_membership_needs_its_user_and_its_group(self, store: Store) -> None:
        """Nobody is put into what is not there, and none who is not there into anything."""
        make_namesakes(store)
        make_groups(store, s.BARE_GROUP, OTHER_POOLS)

        for sub, group in ((s.SUB, s.GROUP.name), (s.NOBODY, s.BARE_GROUP.name)):
            with pytest.raises(Missing):
                _add(store, group, sub)

        assert _groups(store) == []
        assert _users(store, s.BARE_GROUP.name) == []

    @promises(Memberships.remove, "Take the user out of the group")
    def test_a_user_is_taken_out_of_a_group(self, store: Store) -> None:
        """He is not in it any more; he stays in others, and others stay in it."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB, s.OTHER_SUB)
        _add(store, s.BARE_GROUP.name, s.SUB)
        _add(store, s.GROUP.name, s.SUB, pool_id=s.OTHER_POOL_ID)

        write(store, lambda unit: unit.memberships.remove(s.POOL_ID, s.SUB, s.GROUP.name))

        assert _groups(store) == [s.BARE_GROUP.name]
        assert _users(store) == [s.OTHER_SUB]
        assert _told(store, pool_id=s.OTHER_POOL_ID) == {ADMIN}

    @promises(Memberships.remove, "nothing happens if he is not in it.")
    def test_a_user_may_be_taken_out_of_what_he_is_not_in(self, store: Store) -> None:
        """Users and groups that are not there, or have nothing to do with each other, are fine."""
        _make(store)
        _add(store, s.GROUP.name, s.OTHER_SUB)

        write(
            store,
            lambda unit: unit.memberships.remove(s.POOL_ID, s.SUB, s.GROUP.name),
            lambda unit: unit.memberships.remove(s.POOL_ID, s.NOBODY, s.GROUP.name),
            lambda unit: unit.memberships.remove(s.POOL_ID, s.OTHER_SUB, "unknown"),
        )

        assert _users(store) == [s.OTHER_SUB]

    @promises(Memberships.groups, "Return at most `limit` groups of the user")
    def test_a_users_groups_have_every_member(self, store: Store) -> None:
        """A user's groups come as they are stored now."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB)
        _add(store, s.BARE_GROUP.name, s.SUB)
        changed = replace(s.BARE_GROUP, precedence=1, modified_at_ms=s.NOW_MS + 9)
        write(store, lambda unit: unit.groups.save(changed))

        with store.reading() as unit:
            assert list(unit.memberships.groups(s.POOL_ID, s.SUB, None, ALL)) == [s.GROUP, changed]

    @promises(Memberships.groups, "with a name above `after`, ascending.")
    def test_pages_of_a_users_groups_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through a user's groups by name, and pass over all others."""
        make_namesakes(store)
        names = ["b", "B", "a", "\u00e4", "c"]
        make_groups(store, s.GROUP, *(replace(s.GROUP, name=name) for name in names))
        for name in names:
            _add(store, name, s.SUB)

        assert _groups(store, limit=2) == ["B", "a"]
        assert _groups(store, after="a", limit=2) == ["b", "c"]
        assert _groups(store, after="c", limit=2) == ["\u00e4"]
        assert _groups(store, after="\u00e4") == []
        assert _groups(store, limit=0) == []

    @promises(Memberships.users, "Return at most `limit` users of the group")
    def test_a_groups_users_have_every_member(self, store: Store) -> None:
        """The users of a group come as they are stored now."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB, s.OTHER_SUB)
        with store.writing() as unit:
            changed = unit.users.save(replace(s.USER, enabled=True))

        with store.reading() as unit:
            users = list(unit.memberships.users(s.POOL_ID, s.GROUP.name, None, ALL))
        assert users == [changed, s.OTHER_USER]

    @promises(Memberships.users, "with a `sub` above `after`, ascending.")
    def test_pages_of_a_groups_users_leave_no_gap(self, store: Store) -> None:
        """Pages of two walk through the users of a group, while some come and others go."""
        _make(store)
        subs = [Sub(f"sub-{number}") for number in range(6)]
        for sub in subs:
            make_user(store, replace(s.USER, sub=sub))
        _add(store, s.GROUP.name, *subs[1:])

        assert _users(store, limit=2) == subs[1:3]
        write(store, lambda unit: unit.memberships.remove(s.POOL_ID, subs[2], s.GROUP.name))
        _add(store, s.GROUP.name, subs[0])

        assert _users(store, after=subs[2], limit=2) == subs[3:5]
        assert _users(store, after=subs[4], limit=2) == subs[5:]
        assert _users(store, after=subs[5]) == []
        assert _users(store, limit=0) == []

    @promises(Memberships.count, "counting no further than `at_most`.")
    def test_a_users_groups_are_counted(self, store: Store) -> None:
        """The groups of a user are counted up to the bound, and nobody else's."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB, s.OTHER_SUB)
        _add(store, s.BARE_GROUP.name, s.SUB)

        with store.reading() as unit:
            counts = [unit.memberships.count(s.POOL_ID, s.SUB, bound) for bound in (0, 1, 2, 9)]
            assert counts == [0, 1, 2, 2]
            assert unit.memberships.count(s.POOL_ID, s.OTHER_SUB, 9) == 1
            assert unit.memberships.count(s.OTHER_POOL_ID, s.SUB, 9) == 0

    @promises(Users.standing, "Memberships are read for who may be about to get tokens")
    def test_memberships_come_with_a_standing(self, store: Store) -> None:
        """A standing tells of a user's groups as they are now, if it is asked to."""
        _make(store)
        assert _told(store) == set()

        _add(store, s.GROUP.name, s.SUB)
        _add(store, s.BARE_GROUP.name, s.SUB, s.OTHER_SUB)

        assert _told(store) == {ADMIN, READER}
        assert _told(store, s.OTHER_SUB) == {READER}
        assert _told(store, s.NOBODY) == _told(store, pool_id=s.OTHER_POOL_ID) == set()
        write(store, lambda unit: unit.groups.save(replace(s.GROUP, precedence=0, role_arn=None)))
        assert _told(store) == {replace(ADMIN, precedence=0, role_arn=None), READER}

    @promises(Users.standing, "everybody else goes without.")
    def test_a_standing_is_otherwise_the_same(self, store: Store) -> None:
        """With memberships or without, with a family or without: all else is as it was."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB)
        with store.writing() as unit:
            unit.credentials.save(s.CREDENTIALS)
            unit.families.add(s.FAMILY, s.USER.epoch)

        without = standing(store)
        assert without.memberships == ()
        assert standing(store, with_memberships=True) == replace(without, memberships=(ADMIN,))
        with store.reading() as unit:
            asked = unit.users.standing(s.POOL_ID, s.SUB, s.CLIENT_ID, with_memberships=True)
        assert asked == replace(without, family=None, memberships=(ADMIN,))

    @promises(Groups.remove, "and with it that anybody is in it.")
    def test_nobody_is_in_a_removed_group(self, store: Store) -> None:
        """Its memberships go with a group; those of others stay, and a new one begins empty."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB, s.OTHER_SUB)
        _add(store, s.BARE_GROUP.name, s.SUB)
        _add(store, s.GROUP.name, s.SUB, pool_id=s.OTHER_POOL_ID)

        write(store, lambda unit: unit.groups.remove(s.POOL_ID, s.GROUP.name))

        assert (_groups(store), _users(store)) == ([s.BARE_GROUP.name], [])
        with store.reading() as unit:
            assert unit.memberships.count(s.POOL_ID, s.SUB, ALL) == 1
        assert _told(store, pool_id=s.OTHER_POOL_ID) == {ADMIN}
        make_groups(store, s.GROUP)
        assert (_users(store), _told(store)) == ([], {READER})

    @promises(Users.remove, "memberships")
    def test_a_removed_user_is_in_no_group(self, store: Store) -> None:
        """His memberships go with a user; the groups and their other users stay."""
        _make(store)
        _add(store, s.GROUP.name, s.SUB, s.OTHER_SUB)

        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        assert _users(store) == [s.OTHER_SUB]
        with store.reading() as unit:
            assert unit.memberships.count(s.POOL_ID, s.SUB, ALL) == 0
        make_user(store)
        assert (_groups(store), _told(store)) == ([], set())
