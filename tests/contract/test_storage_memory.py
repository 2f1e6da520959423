"""The store in memory passes the suite for stores."""

import pytest

from adapters.storage.conformance import *  # noqa: F403 (the suite and its fixtures)
from adapters.storage.conformance import Capabilities
from adapters.storage.memory import MemoryStore, open
from domain.model.identifiers import Sub
from tests.support.accounts import rows_of
from tests.support.groups import put_in
from tests.support.world import World

CAPABILITIES = Capabilities(parallel_writers=True)


@pytest.fixture
def store() -> MemoryStore:
    """An empty store."""
    return open("memory:")


def test_who_is_in_no_group_has_no_row() -> None:
    """Neither who never was in one, nor who left it, nor whose group is gone."""
    world = World()
    ann = world.add_user(world.add_pool())
    for name in ("left", "gone"):
        put_in(world, ann, name)
    with world.store.writing() as unit:
        unit.memberships.remove(ann.pool_id, Sub("nobody"), "left")
        unit.memberships.remove(ann.pool_id, ann.sub, "left")
        unit.groups.remove(ann.pool_id, "gone")

    assert rows_of(world)["memberships"] == {}
