"""What a client has goes with it, also what is made or changed at the same moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain import services
from domain.errors import ResourceNotFoundException
from domain.model.branding import BRANDING_PLACES, BRANDINGS
from domain.model.domain import DomainSettings
from domain.model.identifiers import ClientId, PoolId
from domain.model.item import Kind
from domain.model.pool import UserPool
from domain.model.terms import TERMS, TERMS_PLACES, TermsPlace, place_of
from domain.pools.branding import Look
from domain.pools.terms import NewTerms
from domain.ports.store import Unit
from domain.services import Services
from tests.support.world import World
from tests.unit.pools.overtaken import Meanwhile

LINKS = {"cognito:default": "https://example.com/terms"}


def _terms(of: Services, pool_id: PoolId, client_id: ClientId, name: str = "terms-of-use") -> str:
    new = NewTerms(pool_id=pool_id, client_id=client_id, name=name, links=LINKS)
    return of.terms.create(new).id


def _branding(of: Services, pool_id: PoolId, client_id: ClientId) -> str:
    return of.brandings.create(pool_id, client_id, Look(uses_defaults=True)).branding.id


def _customization(of: Services, pool_id: PoolId, client_id: ClientId) -> None:
    of.ui_customizations.set(pool_id, client_id, ".label-customizable {}", None)


@pytest.mark.parametrize("make", [_terms, _branding, _customization])
@pytest.mark.parametrize("whole_pool", [False, True])
def test_nothing_is_made_for_a_client_that_went(
    world: World,
    pool: UserPool,
    make: Callable[[Services, PoolId, ClientId], object],
    whole_pool: bool,
) -> None:
    """A client, or a pool with it, that was deleted since it was looked at is not found."""
    client_id = world.add_client(pool).id
    world.services.domains.create(pool.id, "shop", DomainSettings())

    def go(unit: Unit) -> None:
        if whole_pool:
            unit.pools.remove(pool.id)
        else:
            unit.clients.remove(pool.id, client_id)

    with pytest.raises(ResourceNotFoundException):
        make(_with(world, "clients.hold", go), pool.id, client_id)


def test_a_document_of_a_client_that_went_is_not_renamed(world: World, pool: UserPool) -> None:
    """A document that gets another name while its client is deleted is not found."""
    client_id = world.add_client(pool).id
    terms_id = _terms(world.services, pool.id, client_id)
    of = _with(world, "clients.hold", lambda unit: unit.clients.remove(pool.id, client_id))

    with pytest.raises(ResourceNotFoundException):
        of.terms.update(pool.id, terms_id, "privacy-policy", None)


def test_a_document_goes_with_the_name_that_it_has(world: World, pool: UserPool) -> None:
    """A document that got another name since it was looked at goes, and the name is free."""
    client_id = world.add_client(pool).id
    terms_id = _terms(world.services, pool.id, client_id)
    of = _with(world, "items.remove", lambda unit: _rename(unit, pool.id, terms_id))

    of.terms.delete(pool.id, terms_id)

    assert _left(world, pool.id) == [0, 0, 0, 0]


@pytest.mark.parametrize("kind", ["terms", "branding"])
def test_a_client_goes_while_another_deletes_what_it_has(
    world: World, pool: UserPool, kind: str
) -> None:
    """A client is deleted although its document or style went since it was looked at."""
    client_id = world.add_client(pool).id
    if kind == "terms":
        made = _terms(world.services, pool.id, client_id)
    else:
        made = _branding(world.services, pool.id, client_id)

    def delete(unit: Unit) -> None:
        if kind == "terms":
            unit.items.remove(TERMS, pool.id, made)
            unit.items.remove(TERMS_PLACES, pool.id, place_of(client_id, "terms-of-use"))
        else:
            unit.items.remove(BRANDINGS, pool.id, made)
            unit.items.remove(BRANDING_PLACES, pool.id, client_id)

    _with(world, "items.remove", delete).clients.delete(pool.id, client_id)

    with pytest.raises(ResourceNotFoundException):
        world.services.clients.describe(pool.id, client_id)
    assert _left(world, pool.id) == [0, 0, 0, 0]


def _rename(unit: Unit, pool_id: PoolId, terms_id: str) -> None:
    """Do what UpdateTerms does."""
    terms = unit.items.change(
        TERMS, pool_id, terms_id, lambda terms: replace(terms, name="privacy-policy")
    )
    place = TermsPlace(terms_id=terms_id)
    unit.items.add(TERMS_PLACES, pool_id, place_of(terms.client_id, terms.name), place)
    unit.items.remove(TERMS_PLACES, pool_id, place_of(terms.client_id, "terms-of-use"))


def _with(world: World, method: str, act: Callable[[Unit], object]) -> Services:
    """Return services with a store where another acts before the first call of a method."""
    store: Any = Meanwhile(world.store, method, act)
    return services.build(replace(world.ports, store=store), world.deployment)


def _left(world: World, pool_id: PoolId) -> list[int]:
    """Count what the pool has of terms documents and of styles."""
    kinds: list[Kind[Any]] = [TERMS, TERMS_PLACES, BRANDINGS, BRANDING_PLACES]
    with world.store.reading() as unit:
        return [unit.items.count(kind, pool_id, 9) for kind in kinds]
