"""An empty world, and a pool in it."""

from __future__ import annotations

import pytest

from domain.model.pool import UserPool
from tests.support.world import World


@pytest.fixture
def world() -> World:
    """A world without pools."""
    return World()


@pytest.fixture
def pool(world: World) -> UserPool:
    """A pool with the standard schema and settings."""
    return world.add_pool()
