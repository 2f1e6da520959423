"""Domains whose pool somebody changes at the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import (
    ConcurrentModificationException,
    InvalidParameterException,
    ResourceNotFoundException,
    TierChangeNotAllowedException,
)
from domain.model.domain import MANAGED_LOGIN, DomainSettings
from domain.model.pool import LITE, PoolSettings
from domain.pools.domains import DomainChange, Domains
from domain.ports.sentinels import Missing, Stale
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken
from tests.unit.pools.test_pool_deletion import Late, pools_over


def over(world: World, store: object) -> Domains:
    """The service over another store."""
    ports = replace(world.ports, store=store)  # type: ignore[arg-type] # as much as is needed
    return Domains(ports, world.deployment)


def test_a_change_that_is_overtaken_once_is_made() -> None:
    """Who sets a domain up beside the pool has both."""
    world = World()
    pool = world.add_pool()

    made = over(world, Overtaken(world.store, "pools.save", Stale())).create(
        pool.id, "shop", DomainSettings()
    )
    changed = over(world, Overtaken(world.store, "pools.save", Stale())).update(
        pool.id, "shop", DomainChange(pages_version=MANAGED_LOGIN)
    )

    assert world.services.domains.describe("shop") == changed
    assert changed.domain.settings.pages_version == MANAGED_LOGIN
    assert changed.domain.pool_id == made.domain.pool_id


def test_a_change_that_is_always_overtaken_is_refused() -> None:
    """It is told in the one error that the operations have for it, and nothing is kept."""
    world = World()
    pool = world.add_pool()
    overtaken = over(world, Overtaken(world.store, "pools.save", Stale(), 99))

    with pytest.raises(ConcurrentModificationException):
        overtaken.create(pool.id, "shop", DomainSettings())
    assert world.services.domains.describe("shop") is None

    world.services.domains.create(pool.id, "shop", DomainSettings())
    with pytest.raises(ConcurrentModificationException):
        overtaken.update(pool.id, "shop", DomainChange(pages_version=MANAGED_LOGIN))


def test_a_pool_that_goes_meanwhile_is_told() -> None:
    """It has no domain then."""
    world = World()
    pool = world.add_pool()
    overtaken = over(world, Overtaken(world.store, "pools.save", Missing()))

    with pytest.raises(ResourceNotFoundException):
        overtaken.create(pool.id, "shop", DomainSettings())


def test_a_domain_that_comes_meanwhile_keeps_the_pool() -> None:
    """A pool that had none when it was read is looked at again before it is deleted."""
    world = World()
    before = world.add_pool()
    world.services.domains.create(before.id, "shop", DomainSettings())

    with pytest.raises(InvalidParameterException, match="domain configured"):
        pools_over(world, Late(world.store, before)).delete(before.id)

    assert world.services.domains.describe("shop") is not None


def test_pages_that_come_meanwhile_keep_the_plan() -> None:
    """The plan of a pool is not lowered by who read it before it showed managed login."""
    world = World()
    before = world.add_pool()
    domains = world.services.domains
    domains.create(before.id, "shop", DomainSettings(pages_version=MANAGED_LOGIN))

    with pytest.raises(TierChangeNotAllowedException, match="Managed login"):
        pools_over(world, Late(world.store, before)).update(before.id, PoolSettings(tier=LITE))
