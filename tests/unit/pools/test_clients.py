"""Administration of app clients."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.errors import (
    ConcurrentModificationException,
    InvalidParameterException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.model.client import AppClient, ClientSettings, Validity
from domain.model.identifiers import ClientId, Secret
from domain.model.pool import UserPool
from domain.model.token import TokenFamily
from domain.paging import Pager, PageRequest
from domain.pools.clients import Clients, NewClient
from domain.ports.sentinels import Missing, Stale, Taken
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

NEW = NewClient(name="app", settings=ClientSettings())
REFUSED = ClientSettings(access_token=Validity(value=1, unit="seconds"))


def clients_of(world: World, method: str, lost: Exception, times: int = 1) -> Clients:
    """The service over a store in which `method` loses its race so many times."""
    ports = replace(world.ports, store=Overtaken(world.store, method, lost, times))
    return Clients(ports, Pager(ports.sealer, ports.clock))


def stored(world: World, client_id: ClientId) -> AppClient | None:
    """The client as stored now."""
    with world.store.reading() as unit:
        return unit.clients.get(client_id)


def test_a_client_is_public_unless_told_otherwise(world: World, pool: UserPool) -> None:
    """Without asking for a secret a client has none."""
    made = world.services.clients.create(pool.id, NEW)

    assert made.secret is None
    assert stored(world, made.client.id) == made.client


def test_a_generated_secret_is_kept_sealed(world: World, pool: UserPool) -> None:
    """The secret is told and can be described again, while the store has it only sealed."""
    made = world.services.clients.create(pool.id, replace(NEW, generate_secret=True))
    described = world.services.clients.describe(pool.id, made.client.id)

    assert made.secret is not None
    assert made.secret == described.secret
    assert made.secret.reveal().encode() not in made.client.secrets[0].sealed


def test_a_secret_may_be_chosen(world: World, pool: UserPool) -> None:
    """A given secret is used as it is."""
    chosen = Secret("chosen_by_the_operator_01")

    made = world.services.clients.create(pool.id, replace(NEW, secret=chosen))

    assert world.services.clients.describe(pool.id, made.client.id).secret == chosen


def test_a_secret_is_generated_or_chosen(world: World, pool: UserPool) -> None:
    """Both at once is refused."""
    both = replace(NEW, secret=Secret("chosen_by_the_operator_01"), generate_secret=True)

    with pytest.raises(InvalidParameterException) as caught:
        world.services.clients.create(pool.id, both)

    assert caught.value.text == "GenerateSecret and ClientSecret cannot be given together."


def test_the_older_secret_is_described(world: World, pool: UserPool) -> None:
    """Of two secrets the description shows the first."""
    made = world.services.clients.create(pool.id, replace(NEW, generate_secret=True))
    other = world.services.clients.create(pool.id, replace(NEW, generate_secret=True))
    two = replace(made.client, secrets=(*made.client.secrets, *other.client.secrets))
    with world.store.writing() as unit:
        unit.clients.save(two)

    assert world.services.clients.describe(pool.id, made.client.id).secret == made.secret


def test_a_taken_id_is_drawn_again(world: World, pool: UserPool) -> None:
    """When the new id is in use, another one is drawn, within bounds."""
    made = clients_of(world, "clients.add", Taken("client")).create(pool.id, NEW)

    assert stored(world, made.client.id) == made.client

    with pytest.raises(TooManyRequestsException):
        clients_of(world, "clients.add", Taken("client"), 99).create(pool.id, NEW)


def test_the_program_may_choose_an_id(world: World, pool: UserPool) -> None:
    """A given id is used as it is, and not twice."""
    demo = ClientId("1demo000000000000000client")

    assert world.services.clients.create(pool.id, NEW, demo).client.id == demo
    with pytest.raises(Taken):
        world.services.clients.create(pool.id, NEW, demo)


def test_a_refused_client_is_not_stored(world: World, pool: UserPool) -> None:
    """A client that breaks a rule leaves nothing behind."""
    with pytest.raises(InvalidParameterException):
        world.services.clients.create(pool.id, replace(NEW, settings=REFUSED))

    assert world.services.clients.list(pool.id, PageRequest(caller="local")).items == []


def test_an_update_replaces_the_settings(world: World, pool: UserPool) -> None:
    """What an update does not name goes back to its default; secret and name stay."""
    settings = ClientSettings(flows=("ALLOW_USER_SRP_AUTH",), read_attributes=("email",))
    made = world.services.clients.create(
        pool.id, replace(NEW, settings=settings, generate_secret=True)
    )
    world.clock.advance(s=60)

    changed = world.services.clients.update(
        pool.id, made.client.id, ClientSettings(auth_session_validity_min=15)
    )

    assert changed.secret == made.secret
    assert changed.client == replace(
        made.client,
        flows=(),
        read_attributes=None,
        auth_session_validity_min=15,
        version=2,
        modified_at_ms=made.client.created_at_ms + 60_000,
    )
    assert stored(world, made.client.id) == changed.client


def test_an_update_may_rename(world: World, pool: UserPool) -> None:
    """A name is changed when one is given."""
    client = world.add_client(pool)

    changed = world.services.clients.update(pool.id, client.id, ClientSettings(), "other")

    assert changed.client.name == "other"


def test_rules_know_the_secret_of_a_client(world: World, pool: UserPool) -> None:
    """What needs a secret is accepted in an update of a client that has one."""
    settings = ClientSettings(propagate_user_context=True)
    secret = world.add_client(pool, secret="a secret of this client")
    public = world.add_client(pool, id=ClientId("public00000000000000000000"))

    changed = world.services.clients.update(pool.id, secret.id, settings)

    assert changed.client.propagate_user_context
    with pytest.raises(InvalidParameterException):
        world.services.clients.update(pool.id, public.id, settings)


def test_a_refused_update_changes_nothing(world: World, pool: UserPool) -> None:
    """An update that breaks a rule leaves the client as it was."""
    client = world.add_client(pool)

    with pytest.raises(InvalidParameterException):
        world.services.clients.update(pool.id, client.id, REFUSED, "other")

    assert stored(world, client.id) == client


def test_an_overtaken_update_is_refused(world: World, pool: UserPool) -> None:
    """Two updates at once would undo each other, so the slower one is told."""
    client = world.add_client(pool)

    with pytest.raises(ConcurrentModificationException):
        clients_of(world, "clients.save", Stale()).update(pool.id, client.id, ClientSettings())

    assert stored(world, client.id) == client


def test_what_vanishes_meanwhile_is_unknown(world: World, pool: UserPool) -> None:
    """A pool or client that somebody deletes at the same time counts as never found."""
    client = world.add_client(pool)

    with pytest.raises(ResourceNotFoundException) as no_pool:
        clients_of(world, "clients.add", Missing()).create(pool.id, NEW)
    with pytest.raises(ResourceNotFoundException) as no_client:
        clients_of(world, "clients.save", Missing()).update(pool.id, client.id, ClientSettings())

    assert no_pool.value.text == f"User pool {pool.id} does not exist."
    assert no_client.value.text == f"User pool client {client.id} does not exist."


def test_deleting_a_client_ends_its_sign_ins(world: World, pool: UserPool) -> None:
    """With a client go the token families that it began; those of others live on."""
    client = world.add_client(pool)
    other = world.add_client(pool, id=ClientId("other000000000000000000000"))
    ann = world.add_user(pool)
    with world.store.writing() as unit:
        for family_id, owner in (("gone", client), ("kept", other)):
            unit.families.add(
                TokenFamily(
                    pool_id=pool.id,
                    sub=ann.sub,
                    id=family_id,
                    client_id=owner.id,
                    event_id=family_id,
                    token_digest=b"digest",
                    authenticated_at_ms=0,
                    expires_at_ms=world.clock.now_ms() + 1,
                ),
                ann.epoch,
            )

    world.services.clients.delete(pool.id, client.id)

    with world.store.reading() as unit:
        assert unit.clients.get(client.id) is None
        assert unit.users.standing(pool.id, ann.sub, client.id, "gone").family is None
        assert unit.users.standing(pool.id, ann.sub, other.id, "kept").family is not None
