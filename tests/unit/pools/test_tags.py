"""Tags of pools, where somebody else is a little quicker."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import ResourceNotFoundException, TooManyRequestsException
from domain.model import arns
from domain.model.pool import UserPool
from domain.pools.tags import Tags
from domain.ports.sentinels import Missing, Stale
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken


def overtaken(world: World, pool: UserPool, lost: Exception, times: int) -> tuple[Tags, str]:
    """Tags of a pool that others change meanwhile, and its ARN."""
    ports = replace(world.ports, store=Overtaken(world.store, "pools.save", lost, times))
    place = world.deployment
    return Tags(ports, place), arns.of_pool(place.region, place.account_id, pool.id)


def test_a_change_of_the_pool_is_waited_for(world: World, pool: UserPool) -> None:
    """Tags are set beside what another has changed meanwhile."""
    tags, arn = overtaken(world, pool, Stale(), 2)

    tags.tag(arn, {"team": "people"})

    assert tags.of(arn) == {"team": "people"}


@pytest.mark.parametrize(
    ("lost", "refusal"),
    [(Stale(), TooManyRequestsException), (Missing(), ResourceNotFoundException)],
)
def test_a_pool_that_changes_all_the_time(
    world: World, pool: UserPool, lost: Exception, refusal: type[Exception]
) -> None:
    """Is given up in the end, and one that was deleted is not there."""
    tags, arn = overtaken(world, pool, lost, 3)

    with pytest.raises(refusal):
        tags.untag(arn, ["team"])
