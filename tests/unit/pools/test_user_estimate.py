"""Estimates of how many users a pool has."""

from __future__ import annotations

from random import Random
from uuid import UUID

import pytest

from domain.model.identifiers import Sub, Username
from domain.model.pool import UserPool
from domain.model.user import User, UserStatus
from domain.pools.user_estimate import COUNTED_MAX, ESTIMATE_MAX, estimated
from domain.ports.users import Counted
from tests.support.fakes import SeededEntropy
from tests.support.world import World


def _counted(subs: list[str]) -> Counted:
    first = sorted(subs)[:COUNTED_MAX]
    return Counted(users=len(first), last=Sub(first[-1]) if first else None)


@pytest.mark.parametrize("users", [0, 1, 9_999])
def test_few_users_are_counted(users: int) -> None:
    """Below the bound the number is exact, whatever the subs are."""
    assert estimated(_counted([f"sub-{number}" for number in range(users)])) == users


@pytest.mark.parametrize("users", [10_000, 10_500, 100_000])
def test_many_users_are_estimated(users: int) -> None:
    """Above it the number is right within four per cent, and never below what was counted."""
    chance = Random(users)
    subs = [str(UUID(int=chance.getrandbits(128), version=4)) for _ in range(users)]

    number = estimated(_counted(subs))

    assert number >= COUNTED_MAX
    assert abs(number - users) < users * 0.04


def test_a_large_pool_tells_about_how_large_it_is(world: World, pool: UserPool) -> None:
    """DescribeUserPool is not cut off at what is counted."""
    _fill(world, pool, COUNTED_MAX + 2_000)

    assert abs(world.services.pools.describe(pool.id).users - 12_000) < 480


def _fill(world: World, pool: UserPool, count: int) -> None:
    entropy = SeededEntropy()
    with world.store.writing() as unit:
        for number in range(count):
            user = User(
                pool_id=pool.id,
                sub=Sub(entropy.uuid()),
                username=Username(f"user-{number}"),
                status=UserStatus.CONFIRMED,
                created_at_ms=0,
                modified_at_ms=0,
            )
            unit.users.add(user)


@pytest.mark.parametrize("last", ["", "sub-1", "zz"])
def test_without_uuids_the_number_is_what_was_counted(last: str) -> None:
    """Where a `sub` tells nothing of the others nothing is estimated."""
    assert estimated(Counted(users=COUNTED_MAX, last=Sub(last))) == COUNTED_MAX


def test_an_estimate_fits_into_the_answer() -> None:
    """However close together the subs lie, the number is one of the wire."""
    nearly_nothing = Sub(str(UUID(int=COUNTED_MAX)))

    assert estimated(Counted(users=COUNTED_MAX, last=nearly_nothing)) == ESTIMATE_MAX
