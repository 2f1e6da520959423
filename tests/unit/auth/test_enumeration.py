"""Known and unknown names are alike under PreventUserExistenceErrors=ENABLED (SEC-52, SEC-53)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.accounts.decoy import simulated_salt
from domain.errors import NotAuthorizedException
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.model.user import UserStatus
from domain.services import build
from tests.support.fakes import CheapHasher
from tests.support.sign_in import Client
from tests.support.world import World


class CountingHasher(CheapHasher):
    """A hasher that counts what it was made to compute."""

    def __init__(self) -> None:
        super().__init__()
        self.count = 0

    def verify(self, stored: str, password: Secret[str]) -> bool:
        self.count += 1
        return super().verify(stored, password)

    def verify_nobody(self, password: Secret[str]) -> bool:
        self.count += 1
        return super().verify_nobody(password)


@pytest.mark.usefixtures("ann")
def test_a_challenge_has_the_same_shape_for_nobody(client: Client) -> None:
    """Same keys, same lengths, a salt of the same form."""
    known = {key: str(value) for key, value in client.start_srp("ann").parameters.items()}
    unknown = {key: str(value) for key, value in client.start_srp("bob").parameters.items()}

    assert set(known) == set(unknown)
    assert len(known["SECRET_BLOCK"]) == len(unknown["SECRET_BLOCK"])
    assert unknown["USERNAME"] == unknown["USER_ID_FOR_SRP"] == "bob"
    assert 120 < int(unknown["SALT"], 16).bit_length() < 128
    assert abs(len(known["SRP_B"]) - len(unknown["SRP_B"])) <= 2


def test_the_simulated_salt_stays_and_b_does_not(client: Client) -> None:
    """The same name shows one salt for ever and a fresh B each time, as a real user does."""
    first, second = client.start_srp("nobody").parameters, client.start_srp("nobody").parameters

    assert first["SALT"] == second["SALT"]
    assert first["SRP_B"] != second["SRP_B"]
    assert first["SALT"] != client.start_srp("noone").parameters["SALT"]


def test_the_simulated_salt_outlives_a_restart_and_knows_the_pool(client: Client) -> None:
    """It depends on pool and name alone, not on the client or the process."""
    world = client.world
    pool = world.services.catalog.pool(client.client.pool_id)
    second = Client(world, world.add_client(pool, id=ClientId("client0000000000000000000b")))
    other_pool = world.add_pool(id=PoolId("us-east-1_Other0001"))
    other = Client(world, world.add_client(other_pool, id=ClientId("client0000000000000000000c")))
    salt = client.start_srp("nobody").parameters["SALT"]
    world.services = build(world.ports, world.deployment)

    assert client.start_srp("nobody").parameters["SALT"] == salt
    assert second.start_srp("nobody").parameters["SALT"] == salt
    assert other.start_srp("nobody").parameters["SALT"] != salt


def test_simulated_salts_have_the_form_of_real_ones(world: World) -> None:
    """Sixteen bytes whose first is 01 to 7f, as the package that makes real ones draws them."""
    pool = world.add_pool()
    salts = [simulated_salt(world.ports.sealer, pool, str(number)) for number in range(500)]
    firsts = {salt >> 120 for salt in salts}

    assert len(set(salts)) == 500
    assert min(firsts) >= 1
    assert max(firsts) <= 0x7F
    assert len(firsts) > 100


def test_in_pools_of_addresses_everybody_is_a_uuid(world: World) -> None:
    """Where real users show a UUID, nobody shows one too, and it stays."""
    pool = world.add_pool(username_attributes=("email",))
    client = Client(world, world.add_client(pool))

    first = client.start_srp("nobody@example.com").parameters["USERNAME"]

    assert len(str(first)) == 36
    assert first == client.start_srp("nobody@example.com").parameters["USERNAME"]


@pytest.mark.parametrize("typed", ["ann", "ANN", "aNn", "\uff41\uff4e\uff4e"])
def test_odd_spellings_are_not_echoed(world: World, typed: str) -> None:
    """A user shows one spelling whatever was typed, and so does nobody."""
    client = Client(world, world.add_client(world.add_pool(case_sensitive=False)))
    nobody = client.start_srp(typed).parameters["USERNAME"]
    world.add_user(world.services.catalog.pool(client.client.pool_id))

    assert client.start_srp(typed).parameters["USERNAME"] == nobody == "ann"


def test_a_sub_shows_itself_whoever_has_it(world: World) -> None:
    """In pools of addresses the internal name signs in as well, known or not."""
    client = Client(world, world.add_client(world.add_pool(username_attributes=("email",))))
    sub = "0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77"

    assert client.start_srp(sub).parameters["USERNAME"] == sub


def test_one_hash_is_computed_whoever_is_asked(world: World) -> None:
    """A wrong password costs the same for a user, a disabled one, and nobody."""
    hasher = CountingHasher()
    world.services = build(replace(world.ports, hasher=hasher), world.deployment)
    pool = world.add_pool()
    world.add_user(pool)
    world.add_user(pool, "carl", enabled=False)
    world.add_user(pool, "dora", status=UserStatus.RESET_REQUIRED)
    client = Client(world, world.add_client(pool))

    for name in ("ann", "carl", "dora", "nobody"):
        before = hasher.count
        with pytest.raises(NotAuthorizedException) as refused:
            client.by_password(name, "Wrong0ne!")

        assert hasher.count == before + 1
        assert refused.value.text == "Incorrect username or password."
