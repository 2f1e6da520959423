"""Identity providers that somebody else changes at the same moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from domain import services
from domain.errors import ResourceNotFoundException
from domain.model.identity_provider import (
    IDENTITY_PROVIDERS,
    PROVIDER_IDENTIFIERS,
    IdentifiedProvider,
    ProviderType,
)
from domain.model.pool import UserPool
from domain.pools.identity_providers import ProviderSettings
from domain.ports.store import Unit
from tests.support.world import World
from tests.unit.pools.overtaken import Meanwhile

SAML = {"MetadataURL": "https://idp.example.com/metadata"}
SETTINGS = ProviderSettings(details=SAML, identifiers=("first",))


def test_a_provider_goes_with_the_identifiers_that_it_has(world: World, pool: UserPool) -> None:
    """An identifier given to a provider since it was looked at goes with it and is free again."""
    world.services.identity_providers.create(pool.id, "Corp", ProviderType.SAML, SETTINGS)

    def identify(unit: Unit) -> None:
        unit.items.change(
            IDENTITY_PROVIDERS, pool.id, "Corp", lambda it: replace(it, identifiers=("second",))
        )
        unit.items.remove(PROVIDER_IDENTIFIERS, pool.id, "first")
        unit.items.add(PROVIDER_IDENTIFIERS, pool.id, "second", IdentifiedProvider(name="Corp"))

    store: Any = Meanwhile(world.store, "items.remove", identify)
    of = services.build(replace(world.ports, store=store), world.deployment)

    of.identity_providers.delete(pool.id, "Corp")

    with world.store.reading() as unit:
        assert unit.items.count(IDENTITY_PROVIDERS, pool.id, 9) == 0
        assert unit.items.count(PROVIDER_IDENTIFIERS, pool.id, 9) == 0


def test_a_provider_goes_although_a_client_that_named_it_went(world: World, pool: UserPool) -> None:
    """A provider is deleted whether the clients that named it are still there or not."""
    world.services.identity_providers.create(pool.id, "Corp", ProviderType.SAML, SETTINGS)
    client = world.add_client(pool, identity_providers=("Corp",))
    store: Any = Meanwhile(
        world.store, "clients.save", lambda unit: unit.clients.remove(pool.id, client.id)
    )
    of = services.build(replace(world.ports, store=store), world.deployment)

    of.identity_providers.delete(pool.id, "Corp")

    with world.store.reading() as unit:
        assert unit.items.count(IDENTITY_PROVIDERS, pool.id, 9) == 0


def test_a_provider_is_not_made_in_a_pool_that_went(world: World, pool: UserPool) -> None:
    """A pool that was deleted since it was looked at is not found."""
    store: Any = Meanwhile(world.store, "items.add", lambda unit: unit.pools.remove(pool.id))
    of = services.build(replace(world.ports, store=store), world.deployment)

    with pytest.raises(ResourceNotFoundException):
        of.identity_providers.create(pool.id, "Corp", ProviderType.SAML, SETTINGS)
