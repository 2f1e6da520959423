"""Customizations of a pool that somebody deletes at the same moment."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import ResourceNotFoundException
from domain.model.domain import DomainSettings
from domain.model.ui_customization import EVERY_CLIENT
from domain.pools.ui_customizations import UiCustomizations
from domain.ports.sentinels import Missing
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken


def test_a_pool_that_goes_meanwhile_is_told() -> None:
    """Nothing is kept of a pool that is not there."""
    world = World()
    pool = world.add_pool()
    world.services.domains.create(pool.id, "shop", DomainSettings())
    store = Overtaken(world.store, "items.put", Missing())
    ports = replace(world.ports, store=store)

    with pytest.raises(ResourceNotFoundException):
        UiCustomizations(ports, world.deployment).set(
            pool.id, EVERY_CLIENT, ".label-customizable {color: red}", None
        )

    assert world.services.ui_customizations.get(pool.id, EVERY_CLIENT) is None
