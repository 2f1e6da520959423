"""One pool with one client and Ann."""

from __future__ import annotations

import pytest

from domain.model.user import User
from tests.support.passkeys import open_to_passkeys
from tests.support.sign_in import Client
from tests.support.world import World


@pytest.fixture
def world() -> World:
    """An empty world."""
    return World()


@pytest.fixture
def client(world: World) -> Client:
    """A public client that hides users and may begin by every flow."""
    return Client(world, world.add_client(world.add_pool()))


@pytest.fixture
def admin(client: Client) -> Client:
    """The same client, used by an administrator."""
    return Client(client.world, client.client, admin=True)


@pytest.fixture
def ann(client: Client) -> User:
    """A confirmed user with a verified e-mail address."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    return client.world.add_user(
        pool, attributes={"email": "ann@example.com", "email_verified": "true"}
    )


@pytest.fixture
def opened(client: Client) -> Client:
    """A client of a pool that passkeys open."""
    open_to_passkeys(client)
    return client
