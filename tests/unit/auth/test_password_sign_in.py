"""USER_PASSWORD_AUTH and its Admin twin."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    InvalidParameterException,
    InvalidUserPoolConfigurationException,
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.identifiers import ClientId, PoolId
from domain.model.pool import MfaMode
from domain.model.user import User, UserStatus
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import PASSWORD, World, claims_of

TRACES = ("jti", "origin_jti", "event_id")


def test_the_right_password_gives_three_tokens(client: Client, ann: User) -> None:
    """A confirmed user signs in with name and password."""
    given = tokens(client.by_password())

    assert given.refresh_token is not None
    assert given.expires_in_s == 3600
    assert ann.sub == claims_of(given.id_token)["sub"] == claims_of(given.access_token)["sub"]


def test_the_claims_are_those_of_the_service(client: Client, ann: User) -> None:
    """ID token for the client with the attributes, access token with scope and client id."""
    given = tokens(client.by_password())
    identity, access = claims_of(given.id_token), claims_of(given.access_token)
    now_s = client.world.clock.now_ms() // 1000

    assert {
        "sub": ann.sub,
        "aud": client.client.id,
        "email": "ann@example.com",
        "email_verified": True,
        "iss": f"http://localhost:9229/{client.client.pool_id}",
        "cognito:username": "ann",
        "token_use": "id",
        "auth_time": now_s,
        "iat": now_s,
        "exp": now_s + 3600,
        "acr": "urn:cognito:loa:1",
        "amr": ["pwd"],
    } == {key: value for key, value in identity.items() if key not in {*TRACES}}
    assert {
        "sub": ann.sub,
        "client_id": client.client.id,
        "iss": f"http://localhost:9229/{client.client.pool_id}",
        "username": "ann",
        "scope": "aws.cognito.signin.user.admin",
        "token_use": "access",
        "auth_time": now_s,
        "iat": now_s,
        "exp": now_s + 3600,
        "acr": "urn:cognito:loa:1",
        "amr": ["pwd"],
    } == {key: value for key, value in access.items() if key not in {*TRACES}}


@pytest.mark.usefixtures("ann")
def test_both_tokens_tell_of_one_sign_in(client: Client) -> None:
    """origin_jti and event_id are shared, jti is each token's own."""
    given = tokens(client.by_password())
    identity, access = claims_of(given.id_token), claims_of(given.access_token)

    assert identity["origin_jti"] == access["origin_jti"]
    assert identity["event_id"] == access["event_id"]
    assert identity["jti"] != access["jti"]


@pytest.mark.usefixtures("ann")
def test_a_wrong_password_is_refused_in_the_usual_words(client: Client) -> None:
    """Nothing tells which of name and password is wrong."""
    with pytest.raises(NotAuthorizedException) as refused:
        client.by_password(password="Wrong0ne!")

    assert refusal(refused) == "Incorrect username or password."


def test_an_unknown_name_is_refused_like_a_wrong_password(client: Client) -> None:
    """Under ENABLED an unknown user gets the same words."""
    with pytest.raises(NotAuthorizedException) as refused:
        client.by_password(username="nobody")

    assert refusal(refused) == "Incorrect username or password."


def test_legacy_tells_an_unknown_name(world: World) -> None:
    """Under LEGACY the name is said not to exist."""
    client = world.add_client(world.add_pool(), prevent_user_existence_errors="LEGACY")

    with pytest.raises(UserNotFoundException) as refused:
        Client(world, client).by_password()

    assert refusal(refused) == "User does not exist."


def test_an_unknown_client_is_named(client: Client) -> None:
    """The client is looked up before anything else."""
    other = Client(client.world, client.client)
    other.caller = type(other.caller)(client_id=ClientId("nothing"))

    with pytest.raises(ResourceNotFoundException) as refused:
        other.by_password()

    assert refusal(refused) == "User pool client nothing does not exist."


@pytest.mark.usefixtures("ann")
def test_an_administrator_names_the_pool_first(client: Client) -> None:
    """A pool that is not there is told before the client that is."""
    other = Client(client.world, client.client, admin=True)
    other.caller = type(other.caller)(
        client_id=client.client.id, pool_id=PoolId("us-east-1_Nowhere00")
    )

    with pytest.raises(ResourceNotFoundException) as refused:
        other.by_password()

    assert refusal(refused) == "User pool us-east-1_Nowhere00 does not exist."


@pytest.mark.usefixtures("ann")
def test_a_client_of_another_pool_is_unknown_to_an_administrator(client: Client) -> None:
    """A client is found only in the pool that the administrator named."""
    world = client.world
    other = world.add_pool(id=PoolId("us-east-1_Other0001"))
    foreign = Client(world, client.client, admin=True)
    foreign.caller = type(foreign.caller)(client_id=client.client.id, pool_id=other.id)

    with pytest.raises(ResourceNotFoundException) as refused:
        foreign.by_password()

    assert f"User pool client {client.client.id} does not exist." == refusal(refused)


@pytest.mark.usefixtures("ann")
def test_an_administrator_signs_a_user_in(admin: Client) -> None:
    """The Admin flow gives tokens to whoever knows the password."""
    assert tokens(admin.by_password()).refresh_token


@pytest.mark.usefixtures("ann")
@pytest.mark.parametrize("flow", ["ADMIN_USER_PASSWORD_AUTH", "ADMIN_NO_SRP_AUTH"])
def test_the_public_may_not_use_an_admin_flow(client: Client, flow: str) -> None:
    """The Admin flows belong to the signed operation alone."""
    with pytest.raises(InvalidParameterException) as refused:
        client.begin(flow, USERNAME="ann", PASSWORD=PASSWORD)

    assert refusal(refused) == "Initiate Auth method not supported."


@pytest.mark.usefixtures("ann")
def test_an_administrator_may_not_use_the_public_password_flow(admin: Client) -> None:
    """USER_PASSWORD_AUTH belongs to the public operation alone."""
    with pytest.raises(InvalidParameterException) as refused:
        admin.begin("USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD)

    assert refusal(refused) == "Initiate Auth method not supported."


@pytest.mark.parametrize(
    ("flow", "text"),
    [
        ("USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH flow not enabled for this client"),
        ("USER_SRP_AUTH", "USER_SRP_AUTH is not enabled for the client."),
    ],
)
def test_a_flow_that_the_client_lacks_is_refused(world: World, flow: str, text: str) -> None:
    """ExplicitAuthFlows decide, each with its own words."""
    client = world.add_client(world.add_pool(), flows=("ALLOW_REFRESH_TOKEN_AUTH",))

    with pytest.raises(InvalidParameterException) as refused:
        Client(world, client).begin(flow, USERNAME="ann", PASSWORD=PASSWORD, SRP_A="1f")

    assert text == refusal(refused)


def test_the_older_names_allow_srp_without_being_asked(world: World) -> None:
    """With the older values SRP is on unless only custom authentication is."""
    pool = world.add_pool()
    allowed = world.add_client(pool, flows=("USER_PASSWORD_AUTH",))
    refused = world.add_client(
        pool, id=ClientId("client0000000000000000000b"), flows=("CUSTOM_AUTH_FLOW_ONLY",)
    )

    assert Client(world, allowed).start_srp().challenge == "PASSWORD_VERIFIER"
    with pytest.raises(InvalidParameterException):
        Client(world, refused).start_srp()


@pytest.mark.parametrize("missing", ["USERNAME", "PASSWORD"])
def test_a_missing_parameter_is_named(client: Client, missing: str) -> None:
    """The first key that is not there is told."""
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}
    del answers[missing]

    with pytest.raises(InvalidParameterException) as refused:
        client.begin("USER_PASSWORD_AUTH", **answers)

    assert f"Missing required parameter {missing}" == refusal(refused)


def test_a_pool_that_demands_a_second_factor_gives_no_token_without_one(world: World) -> None:
    """Where no row leads on, the sign-in is refused."""
    pool = world.add_pool(mfa=MfaMode.ON)
    world.add_user(pool)

    with pytest.raises(InvalidUserPoolConfigurationException):
        Client(world, world.add_client(pool)).by_password()


def test_an_expired_temporary_password_is_told_to_who_knows_it(world: World) -> None:
    """The expiry is told only after the right password, so that it gives no name away."""
    pool = world.add_pool()
    world.add_user(
        pool,
        status=UserStatus.FORCE_CHANGE_PASSWORD,
        temporary_until_ms=world.clock.now_ms() + 1000,
    )
    client = Client(world, world.add_client(pool))
    world.clock.advance(s=1)

    with pytest.raises(NotAuthorizedException) as wrong:
        client.by_password(password="Wrong0ne!")
    with pytest.raises(NotAuthorizedException) as right:
        client.by_password()

    assert refusal(wrong) == texts.INCORRECT_USERNAME_OR_PASSWORD
    assert refusal(right) == texts.TEMPORARY_PASSWORD_EXPIRED
