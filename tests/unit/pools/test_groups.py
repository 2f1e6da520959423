"""Administration of groups, where somebody else is a little quicker."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain.accounts.find_users import UserFinder
from domain.accounts.memberships import Memberships
from domain.errors import (
    CognitoError,
    GroupExistsException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.pool import UserPool
from domain.paging import Pager
from domain.pools.groups import Groups, GroupSettings
from domain.ports.sentinels import Missing, Taken
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

NOTHING = GroupSettings()


@pytest.mark.parametrize(
    ("method", "lost", "act", "refusal"),
    [
        (
            "groups.add",
            Taken("group"),
            lambda groups, pool: groups.create(pool.id, "second", NOTHING),
            GroupExistsException,
        ),
        (
            "groups.add",
            Missing(),
            lambda groups, pool: groups.create(pool.id, "second", NOTHING),
            ResourceNotFoundException,
        ),
        (
            "groups.save",
            Missing(),
            lambda groups, pool: groups.update(pool.id, "first", NOTHING),
            ResourceNotFoundException,
        ),
        (
            "groups.remove",
            Missing(),
            lambda groups, pool: groups.delete(pool.id, "first"),
            ResourceNotFoundException,
        ),
    ],
)
def test_what_another_did_meanwhile_is_told(
    world: World,
    pool: UserPool,
    method: str,
    lost: Exception,
    act: Callable[[Groups, UserPool], object],
    refusal: type[CognitoError],
) -> None:
    """A name that was taken, a pool or a group that was deleted, since it was looked at."""
    world.services.groups.create(pool.id, "first", NOTHING)
    ports = replace(world.ports, store=Overtaken(world.store, method, lost))

    with pytest.raises(refusal):
        act(Groups(ports, Pager(ports.sealer, ports.clock)), pool)


@pytest.mark.parametrize(
    ("method", "refusal"),
    [("users.hold", UserNotFoundException), ("memberships.add", ResourceNotFoundException)],
)
def test_nobody_is_put_into_a_group_when_one_of_both_is_gone(
    world: World, pool: UserPool, method: str, refusal: type[CognitoError]
) -> None:
    """A user or a group that was deleted since the user was looked up is not found."""
    world.services.groups.create(pool.id, "first", NOTHING)
    ann = world.add_user(pool)
    ports = replace(world.ports, store=Overtaken(world.store, method, Missing()))
    finder = UserFinder(world.services.catalog, ports.sealer)
    memberships = Memberships(ports, finder, Pager(ports.sealer, ports.clock))

    with pytest.raises(refusal):
        memberships.add(pool.id, ann.username, "first")
