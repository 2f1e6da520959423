"""What the port `Users` promises."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import (
    ALL,
    everything,
    everything_of,
    find,
    has_budget,
    make_pool,
    make_user,
    make_world,
    rows_of,
    standing,
    write,
)
from domain.model.factors import NO_FACTORS, SecondFactor, UserFactors
from domain.model.identifiers import PoolId, Sub
from domain.model.identity import Identity
from domain.ports.names import Versions
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store
from domain.ports.users import Counted, Standing, Users


class TestUsers:
    """Users."""

    @promises(Users.add, "Store a new user.")
    def test_a_user_comes_back_with_every_member(self, store: Store) -> None:
        """A user comes back exactly as he was added."""
        make_pool(store)
        make_user(store)

        assert standing(store).user == s.USER

    @promises(Users.add, 'Raises Taken("sub")')
    def test_a_sub_is_unique_in_its_pool(self, store: Store) -> None:
        """A second user of the same sub is refused; in another pool he is another user."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        make_user(store)

        with pytest.raises(Taken) as refused:
            make_user(store, replace(s.USER, attributes={}))
        make_user(store, replace(s.USER, pool_id=s.OTHER_POOL_ID, attributes={}))

        assert refused.value.what == "sub"
        assert standing(store).user == s.USER

    @promises(Users.add, "or Missing if the pool is gone.")
    def test_a_user_needs_his_pool(self, store: Store) -> None:
        """A user of a pool that is not there is refused."""
        with pytest.raises(Missing):
            make_user(store)

        assert standing(store).user is None

    @promises(Users.save, "return it, version + 1.")
    def test_a_saved_user_replaces_the_stored_one(self, store: Store) -> None:
        """A save stores every member under the next version and returns that."""
        make_pool(store)
        make_user(store)
        make_user(store, s.OTHER_USER)
        changed = replace(
            s.USER,
            attributes={},
            enabled=True,
            epoch=5,
            signed_out_at_ms=None,
            factors=UserFactors(enabled=(SecondFactor.EMAIL,)),
            identities=s.USER.identities[1:],
        )

        with store.writing() as unit:
            saved = unit.users.save(changed)

        assert saved == replace(changed, version=2)
        assert standing(store).user == saved
        assert standing(store, s.OTHER_SUB).user == s.OTHER_USER

    @promises(Users.save, "Replace the profile")
    @pytest.mark.parametrize(
        "factors",
        [
            NO_FACTORS,
            UserFactors(enabled=tuple(SecondFactor)),
            UserFactors(preferred=SecondFactor.SMS),
            UserFactors(token_verified=True),
            UserFactors(token_name=""),
            UserFactors(passkey_mfa=True),
            UserFactors(sms_by_settings=True),
        ],
        ids=str,
    )
    def test_factors_are_replaced_whole(self, store: Store, factors: UserFactors) -> None:
        """Whatever a user has switched on or off is what he has from then on."""
        make_pool(store)
        make_user(store)

        write(store, lambda unit: unit.users.save(replace(s.USER, factors=factors)))

        assert standing(store).user == replace(s.USER, factors=factors, version=2)

    @promises(Users.save, "Replace the profile")
    @pytest.mark.parametrize(
        "identities", [(), s.USER.identities[:1], s.USER.identities[::-1]], ids=len
    )
    def test_identities_are_replaced_whole(
        self, store: Store, identities: tuple[Identity, ...]
    ) -> None:
        """Whatever a user is known by at providers is what he is known by from then on."""
        make_pool(store)
        make_user(store)

        write(store, lambda unit: unit.users.save(replace(s.USER, identities=identities)))

        assert standing(store).user == replace(s.USER, identities=identities, version=2)

    @promises(Users.save, "Raises Stale if the stored version is another")
    def test_a_stale_user_is_refused(self, store: Store) -> None:
        """A save of what was read before another save is refused and changes nothing."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.users.save(replace(s.USER, epoch=5)))

        with pytest.raises(Stale):
            write(store, lambda unit: unit.users.save(replace(s.USER, epoch=6)))

        assert standing(store).user == replace(s.USER, epoch=5, version=2)

    @promises(Users.save, "Missing if the user is gone.")
    def test_a_user_who_is_gone_cannot_be_saved(self, store: Store) -> None:
        """A save of a user who is not there raises Missing and makes none."""
        make_pool(store)

        with pytest.raises(Missing):
            write(store, lambda unit: unit.users.save(s.USER))

        assert standing(store).user is None

    @promises(Users.hold, "Raises Missing if he is gone.")
    def test_a_user_is_held_as_he_is(self, store: Store) -> None:
        """To hold a user changes nothing of him, and he must be there."""
        make_world(store)
        before = everything(store)

        with store.writing() as unit:
            unit.users.hold(s.POOL_ID, s.SUB)
            unit.users.hold(s.POOL_ID, s.SUB)
            for pool_id, sub in ((s.POOL_ID, s.NOBODY), (PoolId("us-east-1_Nowhere01"), s.SUB)):
                with pytest.raises(Missing):
                    unit.users.hold(pool_id, sub)

        assert everything(store) == before

    @promises(Users.remove, "Delete the user's whole world but his names.")
    def test_nothing_of_a_removed_user_is_left_but_his_names(self, store: Store) -> None:
        """Profile, credentials, factors, what waits for him, and all that is counted go."""
        make_world(store)

        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        assert standing(store) == Standing(
            user=None,
            credentials=None,
            family=None,
            failures=0,
            last_attempt_at_ms=0,
            versions=Versions(pool=1, client=1),
        )
        assert find(store, s.SUB).sub == s.SUB
        assert has_budget(store)
        with store.reading() as unit:
            assert rows_of(unit, s.POOL_ID, s.SUB) == []
            owners = {(row.pool_id, row.sub) for row in unit.outbox.page(None, ALL)}
        assert owners == {
            (s.POOL_ID, s.OTHER_SUB),
            (s.OTHER_POOL_ID, s.SUB),
            (s.OTHER_POOL_ID, s.OTHER_SUB),
        }

    @promises(Users.remove, "Delete the user's whole world")
    def test_other_users_stay_when_one_is_removed(self, store: Store) -> None:
        """The user beside a removed one, and his namesake in another pool, keep everything."""
        make_world(store)
        others = ((s.POOL_ID, s.OTHER_SUB), (s.OTHER_POOL_ID, s.SUB))
        with store.reading() as unit:
            before = [everything_of(unit, *other) for other in others]

        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        with store.reading() as unit:
            assert [everything_of(unit, *other) for other in others] == before
        assert not has_budget(store, s.OTHER_SUB)

    @promises(Users.remove, "Raises Missing.")
    def test_a_user_who_is_gone_cannot_be_removed(self, store: Store) -> None:
        """A second removal raises Missing."""
        make_pool(store)
        make_user(store)
        write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

        with pytest.raises(Missing):
            write(store, lambda unit: unit.users.remove(s.POOL_ID, s.SUB))

    @promises(Users.standing, "Read what there is about one user in one statement")
    def test_the_standing_of_a_user_is_complete(self, store: Store) -> None:
        """User, credentials, the asked family, failures and versions are read together."""
        make_world(store)

        assert standing(store) == Standing(
            user=s.USER,
            credentials=s.CREDENTIALS,
            family=s.FAMILY,
            failures=1,
            last_attempt_at_ms=s.NOW_MS,
            versions=Versions(pool=1, client=1),
        )

    @promises(Standing, "a simulated user has a lock")
    def test_the_standing_of_nobody_has_his_lock(self, store: Store) -> None:
        """Failures of a user who does not exist are read like those of one who does."""
        make_pool(store)
        write(store, lambda unit: unit.locks.claim(s.POOL_ID, s.NOBODY, s.NOW_MS))

        found = standing(store, s.NOBODY)

        assert found.user is None
        assert (found.failures, found.last_attempt_at_ms) == (1, s.NOW_MS)
        assert found.versions == Versions(pool=1, client=1)

    @promises(Users.standing, "never raises for what is missing.")
    def test_the_standing_in_an_unknown_pool_is_empty(self, store: Store) -> None:
        """Without user, pool and client there is a standing with nothing in it."""
        assert standing(store) == Standing(
            user=None,
            credentials=None,
            family=None,
            failures=0,
            last_attempt_at_ms=0,
            versions=Versions(pool=None, client=None),
        )

    @promises(Users.standing, "Read what there is about one user")
    def test_a_family_is_read_only_when_asked_for(self, store: Store) -> None:
        """No family is read without its id, by another id, or through another user."""
        make_world(store)
        write(store, lambda unit: unit.users.add(replace(s.USER, sub=s.NOBODY)))

        with store.reading() as unit:
            assert unit.users.standing(s.POOL_ID, s.SUB).family is None
            other_id = unit.users.standing(s.POOL_ID, s.SUB, s.CLIENT_ID, "family-9")
            other_user = unit.users.standing(s.POOL_ID, s.NOBODY, s.CLIENT_ID, s.FAMILY.id)
        assert (other_id.user, other_id.family) == (s.USER, None)
        assert (other_user.failures, other_user.family) == (0, None)

    @promises(Users.count, "Count the users of the pool by ascending `sub`, and no further")
    def test_users_are_counted_up_to_a_bound(self, store: Store) -> None:
        """The count is that of the pool alone, never above the bound, and tells where it ended."""
        make_pool(store)
        make_pool(store, s.OTHER_POOL, s.OTHER_CLIENT)
        for number in range(3):
            make_user(store, replace(s.USER, sub=Sub(f"sub-{number}")))

        with store.reading() as unit:
            counts = [unit.users.count(s.POOL_ID, at_most) for at_most in (0, 2, 3, 4, ALL)]
            assert unit.users.count(s.OTHER_POOL_ID, ALL) == Counted(users=0, last=None)
        assert [each.users for each in counts] == [0, 2, 3, 3, 3]
        assert [each.last for each in counts] == [None, "sub-1", "sub-2", "sub-2", "sub-2"]
