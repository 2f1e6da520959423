"""What the port `Names` promises."""

from __future__ import annotations

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import find, make_pool, write
from domain.model.user import NameKind, SignInName
from domain.ports.names import Found, Names, Versions
from domain.ports.sentinels import Taken
from domain.ports.store import Store

EVERY_KIND = tuple(NameKind)


def _name(kind: NameKind, value: str) -> SignInName:
    return SignInName(kind=kind, value=value)


class TestNames:
    """Sign-in names."""

    @promises(Names.claim, "Give the name to the user")
    def test_a_claimed_name_finds_its_user(self, store: Store) -> None:
        """A name finds the user who claimed it, by the kind it was claimed as."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        found = find(store, "ann", *EVERY_KIND)

        assert found == Found(
            sub=s.SUB, kind=NameKind.USERNAME, versions=Versions(pool=1, client=1)
        )

    @promises(Names.claim, "a name that is his already stays his.")
    def test_a_name_may_be_claimed_again_by_its_user(self, store: Store) -> None:
        """A second claim by the same user changes nothing."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        assert find(store, "ann").sub == s.SUB

    @promises(Names.claim, "Raises Taken(name.kind) if it is another user's.")
    def test_a_name_of_another_user_is_refused(self, store: Store) -> None:
        """A claim of another user's name is refused, names the kind, and takes nothing."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.EMAIL, s.SUB))

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.names.claim(s.POOL_ID, s.EMAIL, s.OTHER_SUB))

        assert refused.value.what == "email"
        assert find(store, s.EMAIL.value, NameKind.EMAIL).sub == s.SUB

    @promises(Names.claim, "Raises Taken(name.kind) if it is another user's.")
    @pytest.mark.parametrize("value", ["4 15 CorpCognito_Subject1", "x" * 2_100], ids=["", "long"])
    def test_an_identity_opens_one_user(self, store: Store, value: str) -> None:
        """An identity at a provider is held as a name is, by one user of each pool."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        identity = _name(NameKind.IDENTITY, value)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, identity, s.SUB))
        write(store, lambda unit: unit.names.claim(s.OTHER_POOL_ID, identity, s.OTHER_SUB))

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.names.claim(s.POOL_ID, identity, s.OTHER_SUB))

        assert refused.value.what == "identity"
        assert find(store, value, NameKind.IDENTITY).sub == s.SUB
        assert find(store, value, NameKind.USERNAME).sub is None

    @promises(Names, "unique by (pool, kind, canonical value)")
    def test_a_name_is_unique_only_within_pool_and_kind(self, store: Store) -> None:
        """Another pool, or another kind, may hold the same value for another user."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        with store.writing() as unit:
            unit.names.claim(s.POOL_ID, s.NAME, s.SUB)
            unit.names.claim(s.OTHER_POOL_ID, s.NAME, s.OTHER_SUB)
            unit.names.claim(s.POOL_ID, _name(NameKind.EMAIL, "ann"), s.OTHER_SUB)

        assert find(store, "ann").sub == s.SUB
        assert find(store, "ann", pool_id=s.OTHER_POOL_ID).sub == s.OTHER_SUB
        assert find(store, "ann", NameKind.EMAIL).sub == s.OTHER_SUB

    @promises(Names.release, "Take the name from the user")
    def test_a_released_name_is_free(self, store: Store) -> None:
        """A released name finds nobody, and another user may have it; other names stay."""
        make_pool(store)
        with store.writing() as unit:
            unit.names.claim(s.POOL_ID, s.NAME, s.SUB)
            unit.names.claim(s.POOL_ID, s.EMAIL, s.SUB)

        write(store, lambda unit: unit.names.release(s.POOL_ID, s.NAME, s.SUB))

        assert find(store, "ann").sub is None
        assert find(store, s.EMAIL.value, NameKind.EMAIL).sub == s.SUB
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.OTHER_SUB))
        assert find(store, "ann").sub == s.OTHER_SUB

    @promises(Names.release, "nothing happens if it is not his.")
    def test_a_name_of_another_is_not_released(self, store: Store) -> None:
        """Releasing another user's name, or one that nobody has, changes nothing."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        with store.writing() as unit:
            unit.names.release(s.POOL_ID, s.NAME, s.OTHER_SUB)
            unit.names.release(s.POOL_ID, s.EMAIL, s.SUB)
            unit.names.release(s.OTHER_POOL_ID, s.NAME, s.SUB)

        assert find(store, "ann").sub == s.SUB

    @promises(Names.find, "the first in the order of `NameKind` wins.")
    def test_the_first_kind_wins(self, store: Store) -> None:
        """If a value is a name of several kinds, the order of the kinds decides, not the call."""
        make_pool(store)
        with store.writing() as unit:
            for kind in reversed(EVERY_KIND):
                sub = s.SUB if kind is NameKind.USERNAME else s.OTHER_SUB
                unit.names.claim(s.POOL_ID, _name(kind, "ann"), sub)

        for kinds in (EVERY_KIND, tuple(reversed(EVERY_KIND))):
            found = find(store, "ann", *kinds)
            assert (found.sub, found.kind) == (s.SUB, NameKind.USERNAME)
        rest = find(store, "ann", NameKind.PREFERRED_USERNAME, NameKind.PHONE_NUMBER)
        assert (rest.sub, rest.kind) == (s.OTHER_SUB, NameKind.PHONE_NUMBER)

    @promises(Names.find, "Find the user of a canonical value")
    def test_only_the_given_kinds_are_looked_at(self, store: Store) -> None:
        """A name is not found as another kind, nor when no kind is given."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        assert find(store, "ann", NameKind.EMAIL, NameKind.PHONE_NUMBER).sub is None
        with store.reading() as unit:
            assert unit.names.find(s.POOL_ID, s.CLIENT_ID, "ann", ()).sub is None

    @promises(Names, "compared character by character.")
    @pytest.mark.parametrize(
        "value",
        [
            "Ann",
            "ann ",
            " ann",
            "an",
            "annn",
            "a%",
            "___",
            "\uff41\uff4e\uff4e",
            "ann\0",
            "ann\n",
            "",
            "\u00e1nn",
        ],
    )
    def test_a_value_is_compared_exactly(self, store: Store, value: str) -> None:
        """Case, width, accents, spaces and patterns do not find another name."""
        make_pool(store)
        write(store, lambda unit: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        assert find(store, value, *EVERY_KIND).sub is None

    @promises(Names.find, "Find the user of a canonical value in one statement.")
    def test_versions_come_along_when_nobody_is_found(self, store: Store) -> None:
        """A name that nobody has is answered with the versions, and without a user."""
        make_pool(store)

        assert find(store, "nobody", *EVERY_KIND) == Found(
            sub=None, kind=None, versions=Versions(pool=1, client=1)
        )
