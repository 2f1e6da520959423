"""Administration of replicas, where somebody else is a little quicker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.errors import CognitoError, InvalidParameterException, ResourceNotFoundException
from domain.model.identifiers import PoolId
from domain.model.pool import UserPool
from domain.model.replica import ReplicaStatus
from domain.pools.replicas import Replicas
from domain.ports.sentinels import Missing, Taken
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

ELSEWHERE = "eu-west-1"


@pytest.mark.parametrize(
    ("method", "lost", "act", "refusal"),
    [
        (
            "add",
            Taken("replica"),
            lambda replicas, pool_id: replicas.create(pool_id, ELSEWHERE, {}),
            InvalidParameterException,
        ),
        (
            "add",
            Missing(),
            lambda replicas, pool_id: replicas.create(pool_id, ELSEWHERE, {}),
            ResourceNotFoundException,
        ),
        (
            "change",
            Missing(),
            lambda replicas, pool_id: replicas.update(pool_id, ELSEWHERE, ReplicaStatus.ACTIVE),
            ResourceNotFoundException,
        ),
        (
            "change",
            Missing(),
            lambda replicas, pool_id: replicas.delete(pool_id, ELSEWHERE),
            ResourceNotFoundException,
        ),
    ],
)
def test_what_another_did_meanwhile_is_told(
    world: World,
    pool: UserPool,
    method: str,
    lost: Exception,
    act: Callable[[Replicas, PoolId], object],
    refusal: type[CognitoError],
) -> None:
    """A region that was taken, a pool or a replica that was deleted, since it was looked at."""
    overtaken = Overtaken(world.store, f"items.{method}", lost)
    ports = replace(world.ports, store=overtaken)

    with pytest.raises(refusal):
        act(Replicas(ports, world.deployment), pool.id)
