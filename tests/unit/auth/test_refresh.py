"""REFRESH_TOKEN_AUTH."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from domain import texts
from domain.auth.requests import Caller
from domain.crypto.secret_hash import secret_hash
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UnsupportedOperationException,
)
from domain.model.client import RefreshRotation, Validity
from domain.model.identifiers import ClientId, PoolId
from domain.model.user import User
from domain.tokens.refresh_token import parse
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import World, claims_of


@pytest.fixture
def token(client: Client, ann: User) -> str:
    """The refresh token of a finished sign-in of Ann's."""
    given = tokens(client.by_password()).refresh_token
    assert given is not None
    return given


def test_a_refresh_gives_new_tokens_of_the_same_sign_in(client: Client, token: str) -> None:
    """No new refresh token; auth_time and origin_jti stay those of the sign-in, jti is new."""
    first = claims_of(client.refresh(token).access_token)
    client.world.clock.advance(s=600)

    refreshed = client.refresh(token)
    second = claims_of(refreshed.access_token)

    assert refreshed.refresh_token is None
    assert second["origin_jti"] == first["origin_jti"]
    assert second["auth_time"] == first["auth_time"]
    assert second["iat"] == first["iat"] + 600
    assert second["jti"] != first["jti"]


def test_a_refresh_reads_the_profile_anew(client: Client, token: str, ann: User) -> None:
    """Attributes in the ID token are those of now."""
    client.world.change_user(ann, attributes={"email": "new@example.com"})

    assert claims_of(client.refresh(token).id_token)["email"] == "new@example.com"


def test_an_administrator_may_refresh(admin: Client, token: str) -> None:
    """The signed operation takes the same token."""
    assert admin.refresh(token).expires_in_s == 3600


@pytest.mark.parametrize(
    "alter",
    [
        lambda _token: "garbage",
        lambda token: token[:-1],
        lambda token: token[:20],
        lambda token: token + "A",
        lambda token: token + "=",
        lambda token: token.replace("r1.", "r2.", 1),
        lambda token: token[:-2] + ("AA" if token[-2:] != "AA" else "BA"),
        lambda token: ".".join([*token.split(".")[:3], "A" * 43]),
    ],
    ids=["garbage", "cut", "prefix", "longer", "padded", "version", "altered", "guessed"],
)
def test_a_token_that_was_not_issued_is_refused(
    client: Client, token: str, alter: Callable[[str], str]
) -> None:
    """Every prefix, suffix and alteration of a good token is no token."""
    with pytest.raises(NotAuthorizedException) as refused:
        client.refresh(alter(token))

    assert refusal(refused) == texts.REFRESH_TOKEN_INVALID


def test_a_token_of_another_client_is_refused(client: Client, token: str, ann: User) -> None:
    """A refresh token belongs to the client that it was given to."""
    world = client.world
    other = world.add_client(
        world.services.catalog.pool(ann.pool_id), id=ClientId("client0000000000000000000b")
    )

    with pytest.raises(NotAuthorizedException) as refused:
        Client(world, other).refresh(token)

    assert refusal(refused) == texts.REFRESH_TOKEN_INVALID


def test_a_token_of_another_pool_is_refused(client: Client, token: str) -> None:
    """A client of another pool finds no such user."""
    world = client.world
    pool = world.add_pool(id=PoolId("us-east-1_Other0001"))
    other = world.add_client(pool, id=ClientId("client0000000000000000000b"))

    with pytest.raises(NotAuthorizedException) as refused:
        Client(world, other).refresh(token)

    assert refusal(refused) == texts.REFRESH_TOKEN_INVALID


def test_a_token_lives_as_long_as_the_client_said_at_its_issue(world: World) -> None:
    """One millisecond before the end it works, at the end it does not."""
    pool = world.add_pool()
    world.add_user(pool)
    client = Client(world, world.add_client(pool, refresh_token=Validity(value=1, unit="hours")))
    token = tokens(client.by_password()).refresh_token
    assert token is not None

    world.clock.advance(s=3600, ms=-1)
    assert client.refresh(token).refresh_token is None
    world.clock.advance(ms=1)
    with pytest.raises(NotAuthorizedException) as refused:
        client.refresh(token)

    assert refusal(refused) == texts.REFRESH_TOKEN_EXPIRED


def test_a_client_under_rotation_refreshes_elsewhere(client: Client, token: str) -> None:
    """InitiateAuth does not know rotation, and says so."""
    world = client.world
    with world.store.writing() as unit:
        unit.clients.save(replace(client.client, rotation=RefreshRotation(enabled=True)))

    with pytest.raises(UnsupportedOperationException) as refused:
        client.refresh(token)

    assert refusal(refused) == "This API does not support refresh token rotation"


def test_a_client_without_the_flow_may_not_refresh(world: World) -> None:
    """ALLOW_REFRESH_TOKEN_AUTH decides."""
    client = world.add_client(world.add_pool(), flows=("ALLOW_USER_SRP_AUTH",))

    with pytest.raises(InvalidParameterException) as refused:
        Client(world, client).refresh("any")

    assert refusal(refused) == "REFRESH_TOKEN_AUTH flow not enabled for this client"


def test_a_missing_token_is_named(client: Client) -> None:
    """The one required key is told."""
    with pytest.raises(InvalidParameterException) as refused:
        client.refresh("")

    assert refusal(refused) == "Missing required parameter REFRESH_TOKEN"


class TestWithSecret:
    """Clients that must prove their secret with each refresh."""

    SECRET = "0123456789abcdefghijklmnop"

    @pytest.fixture
    def confidential(self, world: World) -> Client:
        """A client with a secret in a pool with Ann."""
        pool = world.add_pool()
        world.add_user(pool)
        return Client(world, world.add_client(pool, secret=self.SECRET))

    @pytest.fixture
    def token(self, confidential: Client) -> str:
        """Ann's refresh token for that client."""
        given = tokens(
            confidential.begin(
                "USER_PASSWORD_AUTH",
                USERNAME="ann",
                PASSWORD="Passw0rd!ann",
                SECRET_HASH=secret_hash(self.SECRET, "ann", confidential.client.id),
            )
        ).refresh_token
        assert given is not None
        return given

    def test_the_hash_is_over_the_internal_name_or_sub(
        self, confidential: Client, token: str
    ) -> None:
        """No name is sent at refresh, so the stored ones count."""
        parsed = parse(token)
        assert parsed is not None
        for name in ("ann", parsed.sub):
            given = secret_hash(self.SECRET, name, confidential.client.id)
            assert confidential.refresh(token, SECRET_HASH=given).expires_in_s == 3600

    def test_a_missing_hash_is_told(self, confidential: Client, token: str) -> None:
        """A client with a secret never works without it."""
        with pytest.raises(NotAuthorizedException) as refused:
            confidential.refresh(token)

        assert refusal(refused) == (
            f"Client {confidential.client.id} is configured with secret but SECRET_HASH was not"
            " received"
        )

    def test_a_wrong_hash_is_told_in_the_words_of_refresh(
        self, confidential: Client, token: str
    ) -> None:
        """Refresh has a text of its own."""
        with pytest.raises(NotAuthorizedException) as refused:
            confidential.refresh(token, SECRET_HASH="A" * 44)

        assert refusal(refused) == (
            f"SecretHash does not match for the client: {confidential.client.id}"
        )

    def test_signing_in_without_or_with_a_wrong_hash_is_refused(self, confidential: Client) -> None:
        """The hash is over the name as typed, and is checked before the password."""
        with pytest.raises(NotAuthorizedException) as missing:
            confidential.by_password()
        with pytest.raises(NotAuthorizedException) as wrong:
            confidential.begin(
                "USER_PASSWORD_AUTH",
                USERNAME="ann",
                PASSWORD="Passw0rd!ann",
                SECRET_HASH=secret_hash(self.SECRET, "bob", confidential.client.id),
            )

        assert "SECRET_HASH was not received" in refusal(missing)
        assert refusal(wrong) == (
            f"Unable to verify secret hash for client {confidential.client.id}"
        )


def test_a_hash_sent_to_a_client_without_secret_is_ignored(client: Client, token: str) -> None:
    """As the service does (ruling 27)."""
    assert client.refresh(token, SECRET_HASH="whatever").expires_in_s == 3600


def test_the_caller_is_found_by_client_alone(client: Client, token: str) -> None:
    """An administrator's pool must be the client's."""
    foreign = Client(client.world, client.client, admin=True)
    other = client.world.add_pool(id=PoolId("us-east-1_Other0001"))
    foreign.caller = Caller(client_id=client.client.id, pool_id=other.id)

    with pytest.raises(ResourceNotFoundException):
        foreign.refresh(token)
