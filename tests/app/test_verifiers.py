"""What becomes of stored SRP verifiers when they are switched off."""

from __future__ import annotations

import pytest

from app import verifiers
from domain.errors import NotAuthorizedException
from tests.support.sign_in import Client, tokens
from tests.support.world import World


@pytest.fixture
def client(monkeypatch: pytest.MonkeyPatch) -> Client:
    """A pool with two users, and batches of one."""
    monkeypatch.setattr(verifiers, "LIMIT", 1)
    world = World()
    pool = world.add_pool()
    for name in ("ann", "bob"):
        world.add_user(pool, name)
    return Client(world, world.add_client(pool))


def test_switching_verifiers_off_leaves_none(client: Client) -> None:
    """In every batch until nothing is left; passwords in clear go on, SRP proves nothing."""
    assert verifiers.drop_unwanted(client.world.store, "never") == 2

    assert tokens(client.by_password("bob")).refresh_token
    with pytest.raises(NotAuthorizedException):
        client.by_srp("bob")
    assert verifiers.drop_unwanted(client.world.store, "never") == 0


@pytest.mark.parametrize("setting", ["always", "lazy"])
def test_other_settings_drop_nothing(client: Client, setting: str) -> None:
    """Verifiers that are kept stay good."""
    assert verifiers.drop_unwanted(client.world.store, setting) == 0

    assert tokens(client.by_srp("ann")).refresh_token
