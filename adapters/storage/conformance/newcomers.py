"""What the port `Users` promises of many new users at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race
from adapters.storage.conformance.world import find, make_pool, make_user, standing, write
from domain.model.identifiers import PoolId, Sub
from domain.model.user import NameKind, SignInName
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Store, Unit
from domain.ports.users import Newcomer, Users


def _newcomer(number: int, *more: SignInName, pool_id: PoolId = s.POOL_ID) -> Newcomer:
    """Return a user called `user-<number>`, with more names; odd ones have credentials."""
    sub = Sub(f"sub-{number:04}")
    credentials = replace(s.CREDENTIALS, pool_id=pool_id, sub=sub) if number % 2 else None
    return Newcomer(
        user=replace(s.USER, pool_id=pool_id, sub=sub),
        names=(replace(s.NAME, value=f"user-{number}"), *more),
        credentials=credentials,
    )


def _email(value: str) -> SignInName:
    return SignInName(kind=NameKind.EMAIL, value=value)


def _add(store: Store, *newcomers: Newcomer) -> Mapping[Sub, NameKind]:
    with store.writing() as unit:
        return unit.users.add_all(newcomers)


class TestNewcomers:
    """Many new users at once."""

    @promises(Users.add_all, "Store new users of one pool")
    def test_newcomers_come_back_whole(self, store: Store) -> None:
        """Users, all of their names and their credentials are stored, and nobody is refused."""
        make_pool(store)
        newcomers = [_newcomer(number, _email(f"{number}@x.org")) for number in range(20)]

        assert _add(store, *newcomers) == {}

        for number, each in enumerate(newcomers):
            found = standing(store, each.user.sub)
            assert (found.user, found.credentials) == (each.user, each.credentials)
            assert find(store, f"user-{number}").sub == each.user.sub
            assert find(store, f"{number}@x.org", NameKind.EMAIL).sub == each.user.sub

    @promises(Users.add_all, "Store new users of one pool")
    def test_nobody_is_added(self, store: Store) -> None:
        """To add nobody changes nothing, whether or not there is a pool."""
        assert _add(store) == {}

    @promises(Users.add_all, "each whole or not at all; return who was not, by `sub`.")
    def test_a_newcomer_with_a_name_of_another_is_not_stored(self, store: Store) -> None:
        """Of whoever has one name that is another user's nothing is stored; the others are."""
        make_pool(store)
        _add(store, _newcomer(1, _email("1@x.org")))
        taken, free = _newcomer(3, _email("1@x.org")), _newcomer(5, _email("5@x.org"))

        assert _add(store, taken, free) == {taken.user.sub: NameKind.EMAIL}

        assert standing(store, taken.user.sub).user is None
        assert standing(store, taken.user.sub).credentials is None
        assert find(store, "user-3").sub is None
        assert find(store, "1@x.org", NameKind.EMAIL).sub == Sub("sub-0001")
        assert standing(store, free.user.sub).credentials == free.credentials
        assert find(store, "user-5").sub == free.user.sub

    @promises(Users.add_all, "or an earlier newcomer's even if he is not stored himself")
    def test_newcomers_share_no_name(self, store: Store) -> None:
        """Of two with one name the earlier is stored, unless he lacks another name of his own."""
        make_pool(store)
        _add(store, _newcomer(1, _email("1@x.org")))
        first = _newcomer(2)
        second = replace(_newcomer(3), names=first.names)
        lacking = _newcomer(4, _email("1@x.org"))
        after = replace(_newcomer(5), names=(lacking.names[0],))

        refused = _add(store, first, second, lacking, after)

        assert refused == {
            second.user.sub: NameKind.USERNAME,
            lacking.user.sub: NameKind.EMAIL,
            after.user.sub: NameKind.USERNAME,
        }
        assert find(store, "user-2").sub == first.user.sub
        assert find(store, "user-4").sub is None

    @promises(Users.add_all, "the first such name in the order of `NameKind`.")
    def test_the_first_kind_of_name_is_told(self, store: Store) -> None:
        """Where several names are another user's, the kind that comes first is told."""
        make_pool(store)
        _add(store, _newcomer(1, _email("1@x.org")))
        taken = replace(_newcomer(3), names=(_email("1@x.org"), replace(s.NAME, value="user-1")))

        assert _add(store, taken) == {taken.user.sub: NameKind.USERNAME}

    @promises(Users.add_all, "a name that is another user's")
    def test_names_of_another_pool_are_free(self, store: Store) -> None:
        """Two pools may have users with the same ids and names."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        _add(store, _newcomer(1))

        assert _add(store, _newcomer(1, pool_id=s.OTHER_POOL_ID)) == {}

        assert find(store, "user-1", pool_id=s.OTHER_POOL_ID).sub == Sub("sub-0001")

    @promises(Users.add_all, "Raises Missing if the pool is gone")
    def test_newcomers_need_their_pool(self, store: Store) -> None:
        """Users of a pool that is not there are refused, and nothing of them is stored."""
        with pytest.raises(Missing):
            _add(store, _newcomer(1), _newcomer(2))

        assert find(store, "user-1").sub is None

    @promises(Users.add_all, 'Taken("sub") for a `sub` that is in use')
    def test_a_sub_that_is_in_use_is_refused(self, store: Store) -> None:
        """A user whose id is somebody's is refused, with all that come with him."""
        make_pool(store)
        make_user(store, _newcomer(2).user)

        with pytest.raises(Taken) as refused:
            _add(store, _newcomer(1), _newcomer(2))

        assert refused.value.what == "sub"
        assert standing(store, Sub("sub-0001")).user is None
        assert find(store, "user-1").sub is None

    @promises(Users.add_all, "each whole or not at all")
    def test_a_name_is_had_by_one_of_many_writers(self, stores: Sequence[Store]) -> None:
        """Of parallel units with two names in common, in either order, one stores its user."""
        make_pool(stores[0])
        names = (replace(s.NAME, value="wanted"), _email("wanted@x.org"))

        def add(unit: Unit, number: int) -> bool:
            newcomer = replace(_newcomer(number), names=names[:: 1 if number % 2 else -1])
            return not unit.users.add_all([newcomer])

        results = race(stores, add)

        assert results.count(True) == 1
        assert results.count(False) == RUNNERS - 1
        winner = Sub(f"sub-{results.index(True):04}")
        assert find(stores[0], "wanted").sub == winner
        assert find(stores[0], "wanted@x.org", NameKind.EMAIL).sub == winner
        assert standing(stores[0], winner).user is not None

    @promises(Users.add_all, "each whole or not at all")
    def test_newcomers_go_with_their_unit(self, store: Store) -> None:
        """What a unit added is gone if the unit fails."""
        make_pool(store)

        def fail(unit: Unit) -> None:
            unit.users.add_all([_newcomer(1)])
            raise RuntimeError("after the users")

        with pytest.raises(RuntimeError):
            write(store, fail)

        assert standing(store, Sub("sub-0001")).user is None
        assert find(store, "user-1").sub is None
