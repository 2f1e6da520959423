"""What the port `Families` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import make_pool, make_user, standing, write
from domain.model.token import Grace, NewestToken, TokenFamily
from domain.model.user import User
from domain.ports.families import Families
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store

FRESH = replace(s.FAMILY, newest=None)
SECOND = NewestToken(generation=1, digest=b"second")
THIRD = NewestToken(generation=2, digest=b"third", graces=(Grace(0, s.NOW_MS), Grace(1, s.NOW_MS)))


def _make(store: Store, *families: TokenFamily, user: User = s.USER) -> None:
    make_pool(store)
    make_user(store, user)
    with store.writing() as unit:
        for family in families:
            unit.families.add(family, user.epoch)


def _family(store: Store, family: TokenFamily) -> TokenFamily | None:
    with store.reading() as unit:
        return unit.users.standing(family.pool_id, family.sub, None, family.id).family


class TestFamilies:
    """Token families."""

    @promises(Families.add, "Store a new family if its user still has that `epoch`.")
    def test_a_family_comes_back_with_every_member(self, store: Store) -> None:
        """A family comes back exactly as it was added, also one that was ended or has little."""
        ended = replace(s.FAMILY, id="family-2", revoked_at_ms=s.NOW_MS)
        bare = replace(FRESH, id="family-3", device_key=None, proven=())
        _make(store, s.FAMILY, ended, bare)

        assert _family(store, s.FAMILY) == s.FAMILY
        assert _family(store, ended) == ended
        assert _family(store, bare) == bare

    @promises(Families.add, "Raises Missing if the user is gone")
    def test_a_family_needs_its_user(self, store: Store) -> None:
        """A family of a user who is not there is refused."""
        make_pool(store)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.families.add(s.FAMILY, s.USER.epoch))

        assert _family(store, s.FAMILY) is None

    @promises(Families.add, "Stale if his epoch is another")
    @pytest.mark.parametrize("epoch", [s.USER.epoch - 1, s.USER.epoch + 1])
    def test_a_family_needs_the_epoch_of_its_user(self, store: Store, epoch: int) -> None:
        """A sign-in that began in another epoch of the user gets no family."""
        _make(store)

        with pytest.raises(Stale):
            write(store, lambda unit: unit.families.add(s.FAMILY, epoch))

        assert _family(store, s.FAMILY) is None

    @promises(Families.add, 'Taken("family")')
    def test_a_family_id_is_unique_for_its_user(self, store: Store) -> None:
        """A second family of the same id is refused and does not replace the first."""
        _make(store, s.FAMILY)
        second = replace(s.FAMILY, token_digest=b"other")

        with pytest.raises(Taken) as refused:
            write(store, lambda unit: unit.families.add(second, s.USER.epoch))

        assert refused.value.what == "family"
        assert _family(store, s.FAMILY) == s.FAMILY

    @promises(Families.rotate, "Set the newest refresh token of a family")
    def test_the_newest_refresh_token_is_rotated(self, store: Store) -> None:
        """The first rotation and the next one are kept with every member, and nothing else."""
        expired = replace(FRESH, id="family-2", expires_at_ms=1)
        _make(store, FRESH, expired)

        for newest in (SECOND, THIRD):
            with store.writing() as unit:
                before = newest.generation - 1
                assert unit.families.rotate(s.POOL_ID, s.SUB, FRESH.id, before, newest)
            assert _family(store, FRESH) == replace(FRESH, newest=newest)
        assert _family(store, expired) == expired
        with store.writing() as unit:
            assert unit.families.rotate(s.POOL_ID, s.SUB, expired.id, 0, SECOND)

    @promises(Families.rotate, "Return False and change nothing if it is at another, was ended")
    def test_a_refresh_token_is_rotated_at_its_generation_only(self, store: Store) -> None:
        """Another generation, an ended family, another id, user or pool: nothing is changed."""
        ended = replace(FRESH, id="family-2", revoked_at_ms=s.NOW_MS)
        _make(store, FRESH, ended)

        with store.writing() as unit:
            rotate = unit.families.rotate
            assert not rotate(s.POOL_ID, s.SUB, FRESH.id, 1, THIRD)
            assert not rotate(s.POOL_ID, s.SUB, ended.id, 0, SECOND)
            assert not rotate(s.POOL_ID, s.SUB, "family-9", 0, SECOND)
            assert not rotate(s.POOL_ID, s.OTHER_SUB, FRESH.id, 0, SECOND)
            assert not rotate(s.OTHER_POOL_ID, s.SUB, FRESH.id, 0, SECOND)
            assert rotate(s.POOL_ID, s.SUB, FRESH.id, 0, SECOND)
            assert not rotate(s.POOL_ID, s.SUB, FRESH.id, 0, THIRD)

        assert _family(store, FRESH) == replace(FRESH, newest=SECOND)
        assert _family(store, ended) == ended

    @promises(Families.revoke, "The first `revoked_at_ms` stays.")
    def test_a_family_is_ended_once(self, store: Store) -> None:
        """The first revocation ends the family, an expired one too; a later one changes nothing."""
        expired = replace(s.FAMILY, id="family-2", expires_at_ms=1)
        _make(store, s.FAMILY, expired)

        with store.writing() as unit:
            first = unit.families.revoke(s.POOL_ID, s.SUB, s.FAMILY.id, s.NOW_MS + 5)
            late = unit.families.revoke(s.POOL_ID, s.SUB, expired.id, s.NOW_MS + 5)
        with store.writing() as unit:
            second = unit.families.revoke(s.POOL_ID, s.SUB, s.FAMILY.id, s.NOW_MS + 9)

        assert (first, late, second) == (True, True, False)
        assert _family(store, s.FAMILY) == replace(s.FAMILY, revoked_at_ms=s.NOW_MS + 5)
        assert _family(store, expired) == replace(expired, revoked_at_ms=s.NOW_MS + 5)

    @promises(Families.revoke, "End one family")
    def test_other_families_are_not_ended(self, store: Store) -> None:
        """A revocation by another id, user or pool ends nothing."""
        second = replace(s.FAMILY, id="family-2")
        _make(store, s.FAMILY, second)

        with store.writing() as unit:
            assert not unit.families.revoke(s.POOL_ID, s.SUB, "family-9", s.NOW_MS)
            assert not unit.families.revoke(s.POOL_ID, s.OTHER_SUB, s.FAMILY.id, s.NOW_MS)
            assert not unit.families.revoke(s.OTHER_POOL_ID, s.SUB, s.FAMILY.id, s.NOW_MS)
            assert unit.families.revoke(s.POOL_ID, s.SUB, second.id, s.NOW_MS)

        assert _family(store, s.FAMILY) == s.FAMILY

    @promises(Families.revoke_all, "End every family of the user that was not")
    def test_all_families_of_a_user_are_ended(self, store: Store) -> None:
        """All that were alive are ended and counted; ended ones keep their time, others live."""
        second = replace(s.FAMILY, id="family-2")
        ended = replace(s.FAMILY, id="family-3", revoked_at_ms=s.NOW_MS)
        _make(store, s.FAMILY, second, ended)
        make_user(store, s.OTHER_USER)
        other = replace(s.FAMILY, sub=s.OTHER_SUB)
        write(store, lambda unit: unit.families.add(other, s.OTHER_USER.epoch))

        with store.writing() as unit:
            counts = [
                unit.families.revoke_all(s.POOL_ID, s.SUB, s.NOW_MS + later) for later in (5, 9)
            ]

        assert counts == [2, 0]
        assert standing(store).family == replace(s.FAMILY, revoked_at_ms=s.NOW_MS + 5)
        assert _family(store, second) == replace(second, revoked_at_ms=s.NOW_MS + 5)
        assert _family(store, ended) == ended
        assert _family(store, other) == other
