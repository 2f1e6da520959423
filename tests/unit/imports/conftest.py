"""A desk with a pool that verifies e-mail addresses."""

from __future__ import annotations

import pytest

from tests.support.world import World
from tests.unit.imports.desk import Desk


@pytest.fixture
def world() -> World:
    """A world of its own."""
    return World()


@pytest.fixture
def desk(world: World) -> Desk:
    """A pool of it."""
    return Desk(world, world.add_pool(auto_verified=("email",)))
