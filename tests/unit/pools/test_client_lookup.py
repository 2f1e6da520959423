"""Clients that are not there, and listings of those that are."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain.errors import InvalidParameterException, ResourceNotFoundException
from domain.model.client import ClientSettings
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import UserPool
from domain.paging import PageRequest
from domain.pools.clients import Clients, NewClient
from tests.support.world import World

NEW = NewClient(name="app", settings=ClientSettings())
UNKNOWN_POOL = PoolId("us-east-1_Unknown01")
UNKNOWN = ClientId("unknown0000000000000000000")

Operation = Callable[[Clients, PoolId, ClientId], object]


def describe(clients: Clients, pool_id: PoolId, client_id: ClientId) -> object:
    """Describe the client."""
    return clients.describe(pool_id, client_id)


def update(clients: Clients, pool_id: PoolId, client_id: ClientId) -> object:
    """Update the client."""
    return clients.update(pool_id, client_id, ClientSettings())


def delete(clients: Clients, pool_id: PoolId, client_id: ClientId) -> object:
    """Delete the client."""
    clients.delete(pool_id, client_id)
    return None


def create(clients: Clients, pool_id: PoolId, client_id: ClientId) -> object:
    """Create a client."""
    return clients.create(pool_id, NEW, client_id)


def listing(clients: Clients, pool_id: PoolId, client_id: ClientId) -> object:
    """List the clients."""
    return clients.list(pool_id, PageRequest(caller="local"))


OPERATIONS: list[Operation] = [describe, update, delete]


@pytest.mark.parametrize("operation", OPERATIONS)
def test_an_unknown_client_is_told(world: World, pool: UserPool, operation: Operation) -> None:
    """Every operation on a client that does not exist says so."""
    with pytest.raises(ResourceNotFoundException) as caught:
        operation(world.services.clients, pool.id, UNKNOWN)

    assert caught.value.text == f"User pool client {UNKNOWN} does not exist."


@pytest.mark.parametrize("operation", OPERATIONS)
def test_another_pools_client_is_unknown(
    world: World, pool: UserPool, operation: Operation
) -> None:
    """Through another pool a client is not found, and is not touched (SEC-41)."""
    client = world.add_client(pool)
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))

    with pytest.raises(ResourceNotFoundException) as caught:
        operation(world.services.clients, other.id, client.id)

    assert caught.value.text == f"User pool client {client.id} does not exist."
    with world.store.reading() as unit:
        assert unit.clients.get(client.id) == client


@pytest.mark.parametrize("operation", [*OPERATIONS, create, listing])
def test_an_unknown_pool_is_told(world: World, operation: Operation) -> None:
    """Every operation in a pool that does not exist says so."""
    with pytest.raises(ResourceNotFoundException) as caught:
        operation(world.services.clients, UNKNOWN_POOL, UNKNOWN)

    assert caught.value.text == "User pool us-east-1_Unknown01 does not exist."


def test_clients_are_listed_page_by_page(world: World, pool: UserPool) -> None:
    """The pages of a listing hold every client of the pool once, by id, and no other's."""
    made = sorted(world.services.clients.create(pool.id, NEW).client.id for _ in range(3))
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))
    world.services.clients.create(other.id, NEW)

    first = world.services.clients.list(pool.id, PageRequest(caller="local", limit=2))
    rest = world.services.clients.list(
        pool.id, PageRequest(caller="local", limit=2, token=first.next_token)
    )

    assert [client.id for client in (*first.items, *rest.items)] == made
    assert rest.next_token is None


def test_page_tokens_do_not_cross_pools(world: World, pool: UserPool) -> None:
    """A token of one pool's listing is refused in another's."""
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))
    for _ in range(2):
        world.services.clients.create(pool.id, NEW)
    token = world.services.clients.list(pool.id, PageRequest(caller="local", limit=1)).next_token

    with pytest.raises(InvalidParameterException):
        world.services.clients.list(other.id, PageRequest(caller="local", token=token))


def test_no_client_registered_itself(world: World, pool: UserPool) -> None:
    """Listing the clients of dynamic registration finds none."""
    world.add_client(pool)

    assert not world.services.clients.list(pool.id, PageRequest(caller="local"), "DCR").items
