"""A pool that verifies e-mail addresses, with one client that does not hide users."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.accounts import Desk
from tests.support.sessions import TRACKING
from tests.support.world import World

MakeDesk = Callable[..., Desk]


@pytest.fixture
def world() -> World:
    """An empty world."""
    return World()


@pytest.fixture
def make_desk(world: World) -> MakeDesk:
    """Make a pool with its client; members beginning with `client_` are the client's."""

    def make(**members: Any) -> Desk:  # noqa: ANN401 - any field of a pool or a client
        of_client = {
            name.removeprefix("client_"): members.pop(name)
            for name in list(members)
            if name.startswith("client_")
        }
        of_client.setdefault("prevent_user_existence_errors", "LEGACY")
        members.setdefault("auto_verified", ("email",))
        where = members.pop("world", world)
        return Desk(where, where.add_client(where.add_pool(**members), **of_client))

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """The usual pool and client."""
    return make_desk()


@pytest.fixture
def hiding(make_desk: MakeDesk) -> Desk:
    """The usual pool, with a client that hides who exists."""
    return make_desk(client_prevent_user_existence_errors="ENABLED")


@pytest.fixture
def tracked(make_desk: MakeDesk) -> Desk:
    """A pool that tracks three sessions a user, with Ann and Bob."""
    desk = make_desk(sessions=TRACKING)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    for name in ("ann", "bob"):
        desk.world.add_user(pool, name)
    return desk
