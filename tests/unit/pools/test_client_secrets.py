"""The two secrets of a client."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.accounts.client_proof import ClientProof
from domain.crypto.secret_hash import secret_hash
from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    ResourceNotFoundException,
    TooManyRequestsException,
)
from domain.model.client import AppClient, ClientSettings
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.pool import UserPool
from domain.pools.client_secrets import ClientSecrets
from domain.pools.clients import NewClient
from domain.ports.sentinels import Missing, Stale
from tests.support.world import World
from tests.unit.pools.overtaken import Overtaken

FIRST = Secret("chosen_by_the_operator_01")
SECOND = Secret("chosen_by_the_operator_02")


@pytest.fixture
def client(world: World, pool: UserPool) -> AppClient:
    """A client with one secret."""
    new = NewClient(name="app", settings=ClientSettings(), secret=FIRST)
    return world.services.clients.create(pool.id, new).client


def current(world: World, client: AppClient) -> AppClient:
    """The client as stored now."""
    return world.services.catalog.tenancy(client.id).client


def proves(world: World, pool: UserPool, client: AppClient, secret: Secret[str]) -> bool:
    """Whether the secret counts, itself and in a hash; never one without the other."""
    proof, now = ClientProof(world.ports.sealer), current(world, client)
    plain = proof.knows_secret(pool, now, secret.reveal())
    given = secret_hash(secret.reveal(), "ann", client.id)
    assert proof.hash_matches(pool, now, given, ["ann"]) is plain
    return plain


def ids(world: World, client: AppClient) -> list[str]:
    """The ids of the secrets that are listed."""
    listed = world.services.client_secrets.list(client.pool_id, client.id)
    return [each.id for each in listed]


def test_either_of_two_secrets_counts(world: World, pool: UserPool, client: AppClient) -> None:
    """A second secret proves the client as the first does, which goes on."""
    assert not proves(world, pool, client, SECOND)
    world.clock.advance(s=1)

    added = world.services.client_secrets.add(pool.id, client.id, SECOND)

    assert added.value is None
    assert proves(world, pool, client, FIRST)
    assert proves(world, pool, client, SECOND)
    assert ids(world, client) == [client.secrets[0].id, added.kept.id]
    assert current(world, client).modified_at_ms == client.modified_at_ms + 1_000


def test_a_deleted_secret_counts_no_more(world: World, pool: UserPool, client: AppClient) -> None:
    """The other one goes on, and is what the description shows."""
    services = world.services
    services.client_secrets.add(pool.id, client.id, SECOND)

    services.client_secrets.delete(pool.id, client.id, client.secrets[0].id)

    assert not proves(world, pool, client, FIRST)
    assert proves(world, pool, client, SECOND)
    assert services.clients.describe(pool.id, client.id).secret == SECOND


def test_a_generated_secret_is_told_once(world: World, pool: UserPool, client: AppClient) -> None:
    """It is kept sealed, and told to nobody later."""
    added = world.services.client_secrets.add(pool.id, client.id)

    assert added.value is not None
    assert proves(world, pool, client, added.value)
    assert added.value.reveal() not in repr(added)
    assert added.value.reveal().encode() not in added.kept.sealed


def test_there_are_two_at_most(world: World, pool: UserPool, client: AppClient) -> None:
    """A third is refused and changes nothing."""
    world.services.client_secrets.add(pool.id, client.id)
    before = current(world, client)

    with pytest.raises(LimitExceededException):
        world.services.client_secrets.add(pool.id, client.id)

    assert current(world, client) == before


def test_the_last_one_stays(world: World, pool: UserPool, client: AppClient) -> None:
    """A client with a secret does not become a public one."""
    with pytest.raises(InvalidParameterException):
        world.services.client_secrets.delete(pool.id, client.id, client.secrets[0].id)

    assert proves(world, pool, client, FIRST)


def test_a_public_client_gets_none(world: World, pool: UserPool) -> None:
    """Its applications could not show it."""
    public = world.add_client(pool)

    with pytest.raises(InvalidParameterException):
        world.services.client_secrets.add(pool.id, public.id)

    assert ids(world, public) == []


def test_secrets_of_one_moment_have_different_ids(
    world: World, pool: UserPool, client: AppClient
) -> None:
    """The id is the client's and the time, and still deletes one alone."""
    world.services.client_secrets.add(pool.id, client.id, SECOND)

    first, second = ids(world, client)
    assert first != second
    world.services.client_secrets.delete(pool.id, client.id, second)

    assert proves(world, pool, client, FIRST)
    assert not proves(world, pool, client, SECOND)


@pytest.mark.parametrize("foreign", ["pool", "client", "secret"])
def test_what_does_not_exist_is_told(
    world: World, pool: UserPool, client: AppClient, foreign: str
) -> None:
    """Unknown pools, clients of others and unknown secrets."""
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))
    pool_id = other.id if foreign == "pool" else pool.id
    client_id = ClientId("nobody") if foreign == "client" else client.id
    secrets = world.services.client_secrets

    if foreign != "secret":
        with pytest.raises(ResourceNotFoundException):
            secrets.list(pool_id, client_id)
        with pytest.raises(ResourceNotFoundException):
            secrets.add(pool_id, client_id)
    with pytest.raises(ResourceNotFoundException):
        secrets.delete(pool_id, client_id, "unknown")


def overtaken(world: World, lost: Exception, times: int) -> ClientSecrets:
    """The service over a store whose clients are saved by somebody else first, so many times."""
    store = Overtaken(world.store, "clients.save", lost, times)
    return ClientSecrets(replace(world.ports, store=store))


def test_who_is_overtaken_looks_again(world: World, pool: UserPool, client: AppClient) -> None:
    """Once is no refusal, always is."""
    overtaken(world, Stale(), 1).add(pool.id, client.id, SECOND)
    assert proves(world, pool, client, SECOND)

    with pytest.raises(TooManyRequestsException):
        overtaken(world, Stale(), 99).delete(pool.id, client.id, client.secrets[0].id)
    with pytest.raises(ResourceNotFoundException):
        overtaken(world, Missing(), 1).delete(pool.id, client.id, client.secrets[0].id)
