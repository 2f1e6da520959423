"""What the ports `SigningKeys` and `AccessKeys` promise."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_pool, write
from domain.model.access_key import AccessKey
from domain.ports.access_keys import AccessKeys
from domain.ports.sentinels import Missing, Taken
from domain.ports.signing_keys import SigningKeys
from domain.ports.store import Store


def _access_key(store: Store) -> AccessKey | None:
    with store.reading() as unit:
        return unit.access_keys.get(s.ACCESS_KEY.id)


class TestSigningKeys:
    """Signing keys."""

    @promises(SigningKeys.add, "Store a key.")
    def test_a_key_comes_back_with_every_member(self, store: Store) -> None:
        """A key comes back exactly as it was added, its large modulus included."""
        make_pool(store)
        write(store, lambda unit: unit.signing_keys.add(s.SIGNING_KEY))

        with store.reading() as unit:
            assert list(unit.signing_keys.of_pool(s.POOL_ID)) == [s.SIGNING_KEY]

    @promises(SigningKeys.add, 'Raises Taken("kid")')
    def test_a_kid_is_unique_in_its_pool(self, store: Store) -> None:
        """A second key of the same kid is refused and does not replace the first."""
        make_pool(store)
        write(store, lambda unit: unit.signing_keys.add(s.SIGNING_KEY))
        second = replace(s.SIGNING_KEY, modulus=3)

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.signing_keys.add(second))

        assert refused.value.what == "kid"
        with store.reading() as unit:
            assert list(unit.signing_keys.of_pool(s.POOL_ID)) == [s.SIGNING_KEY]

    @promises(SigningKeys.add, "or Missing if its pool is gone.")
    def test_a_key_needs_its_pool(self, store: Store) -> None:
        """A key of a pool that is not there is refused."""
        with pytest.raises(Missing):
            write(store, lambda unit: unit.signing_keys.add(s.SIGNING_KEY))

        with store.reading() as unit:
            assert not unit.signing_keys.of_pool(s.POOL_ID)

    @promises(SigningKeys.of_pool, "those for ID tokens first, then by age, newest first.")
    def test_keys_come_in_their_order(self, store: Store) -> None:
        """Keys of the pool alone come back, by use and then newest first."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        ages = (("access", 9), ("id", 1), ("access", 2), ("id", 3))
        with store.writing() as unit:
            for use, at_ms in ages:
                key = replace(s.SIGNING_KEY, kid=f"{use}-{at_ms}", use=use, created_at_ms=at_ms)
                unit.signing_keys.add(key)
            unit.signing_keys.add(replace(s.SIGNING_KEY, pool_id=s.OTHER_POOL_ID))

        with store.reading() as unit:
            kids = [key.kid for key in unit.signing_keys.of_pool(s.POOL_ID)]

        assert kids == ["id-3", "id-1", "access-9", "access-2"]


class TestAccessKeys:
    """Access keys."""

    @promises(AccessKeys.add, "Store a key.")
    def test_a_key_comes_back_with_every_member(self, store: Store) -> None:
        """A key comes back exactly as it was added; another id is None."""
        write(store, lambda unit: unit.access_keys.add(s.ACCESS_KEY))

        with store.reading() as unit:
            assert unit.access_keys.get(s.ACCESS_KEY.id) == s.ACCESS_KEY
            assert unit.access_keys.get("AKIAUNKNOWN000000000") is None

    @promises(AccessKeys.add, 'Raises Taken("access key").')
    def test_an_id_is_not_given_twice(self, store: Store) -> None:
        """A second key of the same id is refused, that of a disabled one too."""
        write(store, lambda unit: unit.access_keys.add(s.ACCESS_KEY))
        write(store, lambda unit: unit.access_keys.disable(s.ACCESS_KEY.id, 5))

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.access_keys.add(replace(s.ACCESS_KEY, policy={})))

        assert refused.value.what == "access key"
        assert _access_key(store) == replace(s.ACCESS_KEY, disabled_at_ms=5)

    @promises(AccessKeys.disable, "the time of the first call stays.")
    def test_a_key_is_disabled_once(self, store: Store) -> None:
        """A disabled key keeps the time of its first disabling, whatever comes later."""
        write(store, lambda unit: unit.access_keys.add(s.ACCESS_KEY))
        for at_ms in (5, 9, 1):
            with store.writing() as unit:
                unit.access_keys.disable(s.ACCESS_KEY.id, at_ms)

        assert _access_key(store) == replace(s.ACCESS_KEY, disabled_at_ms=5)

    @promises(AccessKeys.disable, "Raises Missing.")
    def test_an_unknown_key_cannot_be_disabled(self, store: Store) -> None:
        """Disabling a key that is not there raises Missing and touches no other."""
        write(store, lambda unit: unit.access_keys.add(s.ACCESS_KEY))

        with pytest.raises(Missing):
            write(store, lambda unit: unit.access_keys.disable("AKIAUNKNOWN000000000", 5))

        assert _access_key(store) == s.ACCESS_KEY
