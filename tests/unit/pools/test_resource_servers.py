"""Administration of resource servers, where somebody else is a little quicker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.errors import CognitoError, InvalidParameterException, ResourceNotFoundException
from domain.model.pool import UserPool
from domain.model.resource_server import ResourceServer
from domain.paging import Pager
from domain.pools.resource_servers import ResourceServers
from domain.ports.sentinels import Missing, Taken
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

Act = Callable[[ResourceServers, ResourceServer], object]


@pytest.mark.parametrize(
    ("method", "lost", "act", "refusal"),
    [
        ("add", Taken("resource server"), ResourceServers.create, InvalidParameterException),
        ("add", Missing(), ResourceServers.create, ResourceNotFoundException),
        ("save", Missing(), ResourceServers.update, ResourceNotFoundException),
        (
            "remove",
            Missing(),
            lambda servers, server: servers.delete(server.pool_id, server.identifier),
            ResourceNotFoundException,
        ),
    ],
)
def test_what_another_did_meanwhile_is_told(
    world: World,
    pool: UserPool,
    method: str,
    lost: Exception,
    act: Act,
    refusal: type[CognitoError],
) -> None:
    """An identifier that was taken, a pool or a server that was deleted, since it was looked at."""
    server = ResourceServer(pool_id=pool.id, identifier="shop", name="Shop")
    overtaken = Overtaken(world.store, f"resource_servers.{method}", lost)
    ports = replace(world.ports, store=overtaken)

    with pytest.raises(refusal):
        act(ResourceServers(ports, Pager(ports.sealer, ports.clock)), server)
