"""Races: of any number of threads that want the same thing, the promised number gets it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.racing import RUNNERS, race, refusals
from adapters.storage.conformance.world import ALL, find, make_pool, make_user, standing, write
from domain.model.identifiers import Sub
from domain.model.lockout import FREE_ATTEMPTS
from domain.model.message import Channel
from domain.model.pool import UserPool
from domain.model.token import NewestToken
from domain.ports.attempts import Budgets, Locks, Spent
from domain.ports.clients import Clients
from domain.ports.codes import Codes
from domain.ports.credentials import CredentialsStore
from domain.ports.families import Families
from domain.ports.names import Names
from domain.ports.outbox import Outbox
from domain.ports.pools import Pools
from domain.ports.sentinels import Stale, Taken
from domain.ports.store import Store, Unit
from domain.ports.users import Users

LIMIT = 5


class TestRaces:
    """Parallel uses of one thing."""

    @promises(Codes.claim, "at most `limit` get the code")
    def test_a_code_is_claimed_up_to_its_limit(self, stores: Sequence[Store]) -> None:
        """Of parallel claims exactly `limit` get the code, each with another count."""
        write(stores[0], lambda unit: unit.codes.put(s.CODE))

        claims = race(
            stores,
            lambda unit, _: unit.codes.claim(s.POOL_ID, s.SUB, s.CODE.purpose, s.NOW_MS, LIMIT),
        )

        given = {claim.tries for claim in claims if claim is not None}  # type: ignore[attr-defined]  # codes
        assert given == set(range(1, LIMIT + 1))
        assert claims.count(None) == RUNNERS - LIMIT

    @promises(Codes.consume, "of concurrent calls exactly one gets True.")
    def test_a_code_is_consumed_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel consumptions exactly one is told that it was the one."""
        write(stores[0], lambda unit: unit.codes.put(s.CODE))

        consumed = race(
            stores,
            lambda unit, _: unit.codes.consume(s.POOL_ID, s.SUB, s.CODE.purpose, s.CODE.id),
        )

        assert consumed.count(True) == 1

    @promises(Names.claim, "Of concurrent claims one wins.")
    def test_a_name_is_claimed_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel claims for different users one wins; the others are told it is taken."""
        make_pool(stores[0])

        results = race(
            stores, lambda unit, number: unit.names.claim(s.POOL_ID, s.NAME, Sub(f"sub-{number}"))
        )

        assert refusals(results, Taken) == RUNNERS - 1
        assert find(stores[0], "ann").sub == f"sub-{results.index(None)}"

    @promises(Names.claim, "a name that is his already stays his.")
    def test_a_name_claimed_by_one_user_many_times_is_his(self, stores: Sequence[Store]) -> None:
        """Parallel claims for one user all succeed."""
        make_pool(stores[0])

        results = race(stores, lambda unit, _: unit.names.claim(s.POOL_ID, s.NAME, s.SUB))

        assert results == [None] * RUNNERS
        assert find(stores[0], "ann").sub == s.SUB

    @promises(Spent.spend, "of any number of concurrent calls with one id exactly one gets True.")
    def test_an_id_is_spent_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel uses of one id exactly one is the first."""
        spent = race(
            stores, lambda unit, _: unit.spent.spend(s.POOL_ID, s.SUB, "value-1", s.NOW_MS)
        )

        assert spent.count(True) == 1

    @promises(Locks.claim, "or return False while the user is locked.")
    def test_attempts_are_given_up_to_the_lock(self, stores: Sequence[Store]) -> None:
        """Of parallel attempts at one moment exactly those before the lock are given."""
        given = race(stores, lambda unit, _: unit.locks.claim(s.POOL_ID, s.SUB, s.NOW_MS))

        assert given.count(True) == FREE_ATTEMPTS + 1
        assert standing(stores[0]).failures == FREE_ATTEMPTS + 1

    @promises(Budgets.spend, "or return False when the window's limit is used up.")
    def test_a_budget_is_spent_up_to_its_limit(self, stores: Sequence[Store]) -> None:
        """Of parallel uses exactly the limit is given."""
        budget = replace(s.BUDGET, limit=LIMIT)

        given = race(stores, lambda unit, _: unit.budgets.spend(s.POOL_ID, s.SUB, budget, s.NOW_MS))

        assert given.count(True) == LIMIT

    @promises(Pools.save, "Raises Stale if the stored version is another")
    def test_a_pool_is_saved_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel saves of what all have read one wins."""
        make_pool(stores[0])

        results = race(
            stores, lambda unit, number: unit.pools.save(replace(s.POOL, name=f"name-{number}"))
        )

        assert refusals(results, Stale) == RUNNERS - 1
        (saved,) = (result for result in results if not isinstance(result, Stale))
        with stores[0].reading() as unit:
            assert unit.pools.get(s.POOL_ID) == saved

    @promises(Clients.save, "Raises Stale if the stored version is another")
    def test_a_client_is_saved_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel saves of what all have read one wins."""
        make_pool(stores[0])

        results = race(
            stores, lambda unit, number: unit.clients.save(replace(s.CLIENT, name=f"n-{number}"))
        )

        assert refusals(results, Stale) == RUNNERS - 1

    @promises(Users.save, "Raises Stale if the stored version is another")
    def test_a_user_is_saved_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel saves of what all have read one wins."""
        make_pool(stores[0])
        make_user(stores[0])

        results = race(stores, lambda unit, number: unit.users.save(replace(s.USER, epoch=number)))

        assert refusals(results, Stale) == RUNNERS - 1
        saved = standing(stores[0]).user
        assert saved is not None
        assert saved.version == 2

    @promises(CredentialsStore.save, "raises Stale otherwise.")
    @pytest.mark.parametrize("generation", [1, 2])
    def test_a_password_is_set_by_one(self, stores: Sequence[Store], generation: int) -> None:
        """Of parallel writes of one generation one wins, also of the first."""
        make_pool(stores[0])
        make_user(stores[0])
        if generation > 1:
            write(stores[0], lambda unit: unit.credentials.save(s.CREDENTIALS))
        following = replace(s.CREDENTIALS, generation=generation)

        results = race(
            stores,
            lambda unit, number: unit.credentials.save(
                replace(following, password_hash=f"${number}")
            ),
        )

        assert refusals(results, Stale) == RUNNERS - 1
        found = standing(stores[0]).credentials
        assert found == replace(following, password_hash=f"${results.index(None)}")

    @promises(Users.add, 'Raises Taken("sub")')
    def test_a_user_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one sub one wins."""
        make_pool(stores[0])

        results = race(stores, lambda unit, _: unit.users.add(s.USER))

        assert refusals(results, Taken) == RUNNERS - 1

    @promises(Pools.add, 'Raises Taken("pool") if the id was ever used.')
    def test_a_pool_is_added_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel additions of one id one wins."""
        results = race(stores, lambda unit, _: unit.pools.add(s.POOL))

        assert refusals(results, Taken) == RUNNERS - 1

    @promises(Families.revoke, "True if it was not ended before.")
    def test_a_family_is_ended_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel revocations one ends the family."""
        make_pool(stores[0])
        make_user(stores[0])
        write(stores[0], lambda unit: unit.families.add(s.FAMILY, s.USER.epoch))

        ended = race(
            stores,
            lambda unit, number: unit.families.revoke(s.POOL_ID, s.SUB, s.FAMILY.id, number),
        )

        assert ended.count(True) == 1
        family = standing(stores[0]).family
        assert family is not None
        assert family.revoked_at_ms == ended.index(True)

    @promises(Families.rotate, "Of concurrent calls for one generation exactly one gets True.")
    def test_a_refresh_token_is_rotated_by_one(self, stores: Sequence[Store]) -> None:
        """Of parallel rotations of one refresh token one is made, and its token is the newest."""
        make_pool(stores[0])
        make_user(stores[0])
        fresh = replace(s.FAMILY, newest=None)
        write(stores[0], lambda unit: unit.families.add(fresh, s.USER.epoch))

        made = race(
            stores,
            lambda unit, number: unit.families.rotate(
                s.POOL_ID, s.SUB, fresh.id, 0, NewestToken(generation=1, digest=bytes([number]))
            ),
        )

        assert made.count(True) == 1
        family = standing(stores[0]).family
        assert family is not None
        assert family.newest == NewestToken(generation=1, digest=bytes([made.index(True)]))

    @promises(Users.hold, "Let others wait until the unit ends")
    def test_what_is_counted_while_a_user_is_held_is_exact(self, stores: Sequence[Store]) -> None:
        """Of parallel units that count before they add, no more add than there is room for."""
        make_pool(stores[0])
        make_user(stores[0])

        def sign_in(unit: Unit, number: int) -> bool:
            unit.users.hold(s.POOL_ID, s.SUB)
            has_room = len(unit.sessions.of_user(s.POOL_ID, s.SUB, s.NOW_MS, ALL)) < LIMIT
            if has_room:
                family_id = f"family-{number}"
                unit.families.add(replace(s.FAMILY, id=family_id), s.USER.epoch)
                unit.sessions.add(replace(s.SESSION, family_id=family_id))
            return has_room

        assert race(stores, sign_in).count(True) == LIMIT

    @promises(Outbox.lease, "nobody else gets them before `until_ms`.")
    def test_a_message_is_leased_by_one(self, stores: Sequence[Store]) -> None:
        """Parallel senders never get the same message, and together they get all in the end."""
        with stores[0].writing() as unit:
            for number in range(2 * RUNNERS):
                unit.outbox.add(replace(s.ENTRY, id=f"message-{number:04}"))

        def lease(unit: Unit, _: int) -> list[str]:
            leased = unit.outbox.lease([Channel.EMAIL], s.NOW_MS, s.NOW_MS + 9, 3)
            return [entry.id for entry in leased]

        taken = [entry for result in race(stores, lease) for entry in result]  # type: ignore[attr-defined]  # lists
        with stores[0].writing() as unit:
            rest = unit.outbox.lease([Channel.EMAIL], s.NOW_MS, s.NOW_MS + 9, ALL)
            taken += [entry.id for entry in rest]

        assert sorted(taken) == [f"message-{number:04}" for number in range(2 * RUNNERS)]

    @promises(Store.writing, "Open a unit that may write.")
    def test_units_that_read_before_they_write_get_an_answer(self, stores: Sequence[Store]) -> None:
        """Parallel units that read a row and save it end in a save or in Stale, nothing else."""
        make_pool(stores[0])

        def rename(unit: Unit, number: int) -> UserPool:
            pool = unit.pools.get(s.POOL_ID)
            assert pool is not None
            return unit.pools.save(replace(pool, name=f"name-{number}"))

        results = race(stores, rename)

        saved = [result for result in results if isinstance(result, UserPool)]
        assert len(saved) + refusals(results, Stale) == RUNNERS
        with stores[0].reading() as unit:
            pool = unit.pools.get(s.POOL_ID)
            assert pool is not None
            assert pool.version == 1 + len(saved)
