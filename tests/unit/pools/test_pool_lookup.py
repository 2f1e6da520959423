"""Pools that are not there, and listings of those that are."""

from __future__ import annotations

import pytest

from domain.errors import InvalidParameterException, ResourceNotFoundException
from domain.model.identifiers import PoolId
from domain.model.pool import PoolSettings
from domain.model.schema import DataType
from domain.paging import PageRequest
from domain.pools.pools import NewPool
from domain.pools.schema import SchemaEntry
from tests.support.world import World

NEW = NewPool(name="people", settings=PoolSettings())
ROLE = SchemaEntry(name="role", data_type=DataType.STRING)
UNKNOWN = PoolId("us-east-1_Unknown01")


@pytest.mark.parametrize("operation", ["describe", "update", "add_attributes", "delete"])
def test_an_unknown_pool_is_told(world: World, operation: str) -> None:
    """Every operation on a pool that does not exist says so."""
    pools = world.services.pools
    calls = {
        "describe": lambda: pools.describe(UNKNOWN),
        "update": lambda: pools.update(UNKNOWN, PoolSettings()),
        "add_attributes": lambda: pools.add_attributes(UNKNOWN, (ROLE,)),
        "delete": lambda: pools.delete(UNKNOWN),
    }

    with pytest.raises(ResourceNotFoundException) as caught:
        calls[operation]()

    assert caught.value.text == "User pool us-east-1_Unknown01 does not exist."


def test_pools_are_listed_page_by_page(world: World) -> None:
    """The pages of a listing hold every pool once, by id."""
    made = sorted(world.services.pools.create(NEW).pool.id for _ in range(5))
    seen: list[list[str]] = []
    token = None

    while token is not None or not seen:
        page = world.services.pools.list(PageRequest(caller="local", limit=2, token=token))
        seen.append([pool.id for pool in page.items])
        token = page.next_token

    assert seen == [made[:2], made[2:4], made[4:]]


def test_a_page_token_is_the_callers_own(world: World) -> None:
    """Another access key cannot go on with the token."""
    for _ in range(2):
        world.services.pools.create(NEW)
    token = world.services.pools.list(PageRequest(caller="local", limit=1)).next_token

    with pytest.raises(InvalidParameterException):
        world.services.pools.list(PageRequest(caller="other", limit=1, token=token))
