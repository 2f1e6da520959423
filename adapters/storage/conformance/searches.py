"""What the port `Users` promises of pages of users, and of searches among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.bounds import TEXTS
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import ALL, make_pool, make_user, write
from domain.model.identifiers import Sub, Username
from domain.model.search import Place, Search, Searched, compared, finds, place_of
from domain.model.user import NameKind, SignInName, User, UserStatus
from domain.ports.names import Versions
from domain.ports.sentinels import Stale
from domain.ports.store import Store
from domain.ports.users import Newcomer, Users

ATTRIBUTES: Final = (
    Searched.EMAIL,
    Searched.PHONE_NUMBER,
    Searched.NAME,
    Searched.GIVEN_NAME,
    Searched.FAMILY_NAME,
    Searched.PREFERRED_USERNAME,
)
each_attribute = pytest.mark.parametrize("attribute", ATTRIBUTES)


def _user(sub: str, **attributes: str) -> User:
    return replace(s.USER, sub=Sub(sub), username=Username(f"u-{sub}"), attributes=attributes)


def _make(store: Store, *users: User) -> None:
    make_pool(store)
    for user in users:
        make_user(store, user)


def _search(attribute: Searched, text: str, *, is_prefix: bool = False) -> Search:
    return Search(attribute=attribute, value=compared(attribute, text), is_prefix=is_prefix)


def _found(
    store: Store, search: Search | None, after: Place | None = None, limit: int = ALL
) -> list[str]:
    with store.reading() as unit:
        return [user.sub for user in unit.users.page(s.POOL_ID, search, after, limit).users]


def _walk(store: Store, search: Search | None, limit: int) -> Sequence[list[str]]:
    """Return the pages of a listing from the first to the last."""
    pages: list[list[str]] = []
    after: Place | None = None
    while True:
        with store.reading() as unit:
            users = unit.users.page(s.POOL_ID, search, after, limit).users
        if not users:
            return pages
        pages.append([user.sub for user in users])
        after = place_of(users[-1], search)


class TestSearches:
    """Pages of users, whole or searched."""

    @promises(Users.page, "Return at most `limit` users of the pool behind `after`")
    def test_all_users_are_listed_in_the_order_of_their_subs(self, store: Store) -> None:
        """Pages of two show every user once, by `sub`, with every member."""
        _make(store, *(_user(sub) for sub in ("c", "a", "B", "e", "d")))

        assert _walk(store, None, 2) == [["B", "a"], ["c", "d"], ["e"]]
        assert _found(store, None, limit=0) == []
        with store.reading() as unit:
            (shown, *_) = unit.users.page(s.POOL_ID, None, Place(sub=Sub("d")), 9).users
        assert shown == _user("e")

    @promises(Users.page, "users of the pool behind `after`")
    def test_a_page_is_that_of_one_pool(self, store: Store) -> None:
        """Users of another pool are neither listed nor found."""
        _make(store, _user("a", name="Ann"))
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        make_user(store, replace(_user("b", name="Ann"), pool_id=s.OTHER_POOL_ID))

        assert _found(store, None) == ["a"]
        assert _found(store, _search(Searched.NAME, "Ann")) == ["a"]
        assert _found(store, _search(Searched.NAME, "", is_prefix=True)) == ["a"]
        assert _found(store, _search(Searched.SUB, "b")) == []

    @promises(Users.page, "Return at most `limit` users of the pool")
    def test_a_page_tells_the_version_of_its_pool(self, store: Store) -> None:
        """The version comes with a page, an empty one too; an unknown pool has none."""
        _make(store, _user("a"))
        write(store, lambda unit: unit.pools.save(s.POOL))

        with store.reading() as unit:
            for search in (None, _search(Searched.NAME, "x"), _search(Searched.SUB, "x")):
                known = unit.users.page(s.POOL_ID, search, None, 9).versions
                unknown = unit.users.page(s.OTHER_POOL_ID, search, None, 9)
                assert known == Versions(pool=2, client=None)
                assert unknown.versions == Versions(pool=None, client=None)
                assert list(unknown.users) == []

    @each_attribute
    @promises(Users.page, "Of a search only those whom it finds")
    def test_attributes_are_found_whole_or_by_their_beginning(
        self, store: Store, attribute: Searched
    ) -> None:
        """`=` finds the value in any case, `^=` also what begins with it, in order of value."""
        values = {"d": "Jon", "c": "JONAS", "b": "jonas", "a": "jo", "e": "jom", "f": "joo"}
        _make(store, _user("g"), *(_user(sub, **{attribute.value: values[sub]}) for sub in values))

        assert _found(store, _search(attribute, "jon")) == ["d"]
        assert _found(store, _search(attribute, "Jonas")) == ["b", "c"]
        assert _found(store, _search(attribute, "jon", is_prefix=True)) == ["d", "b", "c"]
        assert _found(store, _search(attribute, "", is_prefix=True)) == list("aedbcf")
        assert _found(store, _search(attribute, "x", is_prefix=True)) == []
        assert _walk(store, _search(attribute, "jon", is_prefix=True), 2) == [["d", "b"], ["c"]]
        assert _walk(store, _search(attribute, "jonas"), 1) == [["b"], ["c"]]

    @promises(Users.page, "Of a search only those whom it finds")
    def test_user_names_and_subs_are_found_in_their_case(self, store: Store) -> None:
        """What a user is called, and his `sub`, are compared exactly."""
        _make(store, *(_user(sub) for sub in ("a", "b1", "b2", "c")))

        for attribute, before in ((Searched.USERNAME, "u-"), (Searched.SUB, "")):
            assert _found(store, _search(attribute, f"{before}b1")) == ["b1"]
            assert _found(store, _search(attribute, f"{before}B1")) == []
            beginning = _search(attribute, f"{before}b", is_prefix=True)
            assert _walk(store, beginning, 1) == [["b1"], ["b2"]]
            assert _walk(store, _search(attribute, f"{before}b2"), 1) == [["b2"]]
        assert _walk(store, _search(Searched.SUB, "", is_prefix=True), 3) == [
            ["a", "b1", "b2"],
            ["c"],
        ]

    @promises(Users.page, "Of a search only those whom it finds")
    def test_users_are_found_by_where_they_stand(self, store: Store) -> None:
        """Both the status and whether a user is enabled can be searched."""
        statuses = [replace(_user(status.value), status=status) for status in UserStatus]
        _make(store, replace(_user("on"), enabled=True), *statuses)

        assert _found(store, _search(Searched.STATUS, "Enabled")) == ["on"]
        assert len(_found(store, _search(Searched.STATUS, "Dis", is_prefix=True))) == len(statuses)
        assert _found(store, _search(Searched.STATUS, "enabled")) == []
        reset = _search(Searched.USER_STATUS, "Reset_Required")
        assert _found(store, reset) == [UserStatus.RESET_REQUIRED.value]
        confirmed = _search(Searched.USER_STATUS, "confirmed")
        assert _found(store, confirmed) == [UserStatus.CONFIRMED.value, "on"]

    @promises(Users.page, "by `searched_values` of what was saved last.")
    def test_a_changed_user_is_found_by_what_he_is_now(self, store: Store) -> None:
        """After a save the former values find nobody, and the new ones do; nothing is left over."""
        user = _user("a", email="old@example.com", name="Ann")
        _make(store, user)
        changed = replace(
            user,
            attributes={"email": "new@example.com"},
            username=Username("renamed"),
            status=UserStatus.RESET_REQUIRED,
            enabled=True,
        )

        write(store, lambda unit: unit.users.save(changed))

        for search in (
            _search(Searched.EMAIL, "old@example.com"),
            _search(Searched.NAME, "", is_prefix=True),
            _search(Searched.USERNAME, user.username),
            _search(Searched.STATUS, "Disabled"),
            _search(Searched.USER_STATUS, "CONFIRMED"),
        ):
            assert _found(store, search) == []
        assert _found(store, _search(Searched.EMAIL, "new@example.com")) == ["a"]
        assert _found(store, _search(Searched.USERNAME, "renamed")) == ["a"]
        assert _found(store, _search(Searched.STATUS, "Enabled")) == ["a"]

    @promises(Users.page, "by `searched_values` of what was saved last.")
    def test_what_was_not_saved_finds_nobody(self, store: Store) -> None:
        """A save that was refused or rolled back leaves what its user is found by."""
        user = _user("a", name="Ann")
        _make(store, user)
        changed = replace(user, attributes={"name": "Bea"})

        with pytest.raises(ZeroDivisionError), store.writing() as unit:
            divmod(unit.users.save(changed).version, 0)
        with pytest.raises(Stale):
            write(store, lambda unit: unit.users.save(replace(changed, version=7)))

        assert _found(store, _search(Searched.NAME, "Bea")) == []
        assert _found(store, _search(Searched.NAME, "Ann")) == ["a"]

    @promises(Users.add_all, "each whole or not at all")
    def test_newcomers_are_found(self, store: Store) -> None:
        """Of many who were added at once those are found who were stored."""
        _make(store, _user("a", name="Ann"))
        taken = SignInName(kind=NameKind.USERNAME, value="ann")
        write(
            store,
            lambda unit: unit.users.add_all([Newcomer(user=_user("b", name="Ann"), names=[taken])]),
        )
        newcomers = [
            Newcomer(user=_user("c", name="Ann"), names=[taken]),
            Newcomer(user=_user("d", name="Ann"), names=[]),
        ]

        write(store, lambda unit: unit.users.add_all(newcomers))

        assert _found(store, _search(Searched.NAME, "ann")) == ["a", "b", "d"]

    @promises(Users.remove, "Delete the user's whole world")
    def test_a_removed_user_is_not_found(self, store: Store) -> None:
        """Nothing finds a removed user, nor has he a place on a page, also if his `sub` is back."""
        _make(store, _user("a", name="Ann"), _user("b", name="Ann"))
        write(store, lambda unit: unit.users.remove(s.POOL_ID, Sub("a")))

        assert _found(store, _search(Searched.NAME, "Ann"), limit=1) == ["b"]
        write(store, lambda unit: unit.users.remove(s.POOL_ID, Sub("b")))
        make_user(store, _user("a", email="x@example.com"))
        assert _found(store, _search(Searched.NAME, "Ann")) == []
        assert _found(store, _search(Searched.EMAIL, "x@example.com")) == ["a"]

    @promises(Users.page, "in the order of their places.")
    def test_users_who_come_and_go_between_pages_leave_no_gap(self, store: Store) -> None:
        """The last user of a page may be gone; who stands behind his place is shown."""
        everybody = _search(Searched.NAME, "n", is_prefix=True)
        _make(store, *(_user(sub, name=f"n{sub}") for sub in "bdf"))
        first = _found(store, everybody, limit=2)

        write(store, lambda unit: unit.users.remove(s.POOL_ID, Sub("d")))
        for sub in "aeg":
            make_user(store, _user(sub, name=f"n{sub}"))

        assert first == ["b", "d"]
        behind = Place(value="nd", sub=Sub("d"))
        assert _found(store, everybody, behind) == ["e", "f", "g"]
        assert _found(store, everybody, Place(value="a", sub=Sub("z"))) == list("abefg")

    @promises(Users.page, "Of a search only those whom it finds")
    @pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
    def test_any_text_is_found(self, store: Store, text: str) -> None:
        """Patterns, quotes, long values and the last characters there are mean themselves."""
        others = ["\0", "\x01", "a", "\ud7ff", "\ue000", "\uffff", "\U0010ffff", f"{text}x"]
        users = {f"u{at}": _user(f"u{at}", name=f"{text}{end}") for at, end in enumerate(others)}
        users["own"] = _user("own", name=text)
        _make(store, *users.values())

        for is_prefix in (False, True):
            for sought in {text, f"{text}\U0010ffff", f"{text}\ud7ff", f"{text}x"}:
                search = _search(Searched.NAME, sought, is_prefix=is_prefix)
                expected = [user for user in users.values() if finds(search, user)]
                expected.sort(key=lambda user: (place_of(user, search).value, user.sub))
                assert _found(store, search) == [user.sub for user in expected]
