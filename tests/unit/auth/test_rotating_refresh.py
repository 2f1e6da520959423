"""GetTokensFromRefreshToken: who and what is refused, with which words (auth-flows.md 4.5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from domain import texts
from domain.crypto.secret_hash import secret_hash
from domain.errors import NotAuthorizedException, ResourceNotFoundException
from domain.model.client import RefreshRotation
from domain.model.identifiers import ClientId
from domain.model.user import User, UserStatus
from tests.support.rotation import refused, rotating, signed_in
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import PASSWORD, World

SECRET = "0123456789abcdefghijklmnop"


@pytest.fixture
def rotation(world: World) -> Client:
    """A client whose refresh tokens rotate."""
    return rotating(world)


@pytest.fixture
def child(rotation: Client) -> str:
    """A token that rotation gave."""
    return rotation.rotate(signed_in(rotation))


def with_part(token: str, number: int, text: str) -> str:
    """The token with one of its parts exchanged."""
    parts = token.split(".")
    parts[number] = text
    return ".".join(parts)


ALTERED: dict[str, Callable[[str], str]] = {
    "garbage": lambda _: "garbage",
    "cut": lambda token: token[:-1],
    "longer": lambda token: token + "A",
    "padded": lambda token: token + "==",
    "first letter": lambda token: with_part(token, 5, "_" + token.split(".")[5][1:]),
    "last letters": lambda token: token[:-3] + ("AAA" if token[-3:] != "AAA" else "BBB"),
    "empty secret": lambda token: with_part(token, 5, ""),
    "newer generation": lambda token: with_part(token, 3, "2"),
    "older generation": lambda token: with_part(token, 3, "0"),
    "another parent": lambda token: with_part(token, 4, "1"),
    "leading zero": lambda token: with_part(token, 3, "01"),
    "sign": lambda token: with_part(token, 3, "+1"),
    "digits of another script": lambda token: with_part(token, 3, "\u0661"),
    "no digits": lambda token: with_part(token, 3, ""),
    "many digits": lambda token: with_part(token, 3, "9" * 5_000),
    "other version": lambda token: with_part(token, 0, "r3"),
    "version of a sign-in": lambda token: with_part(token, 0, "r1"),
    "as of a sign-in": lambda token: ".".join(["r1", *token.split(".")[1:3], token.split(".")[5]]),
    "another user": lambda token: with_part(token, 1, "0" * 36),
    "another family": lambda token: with_part(token, 2, "0" * 36),
}


@pytest.mark.parametrize("alter", ALTERED.values(), ids=ALTERED)
def test_a_token_that_was_not_issued_is_refused(
    rotation: Client, child: str, alter: Callable[[str], str]
) -> None:
    """No alteration of a good token is a token, or a reuse of one, or ends the family."""
    refusal_of_it = refused(rotation, alter(child))

    assert isinstance(refusal_of_it, NotAuthorizedException)
    assert refusal_of_it.text == texts.REFRESH_TOKEN_INVALID
    assert rotation.rotate(child)


def test_the_secret_of_another_generation_makes_no_token(rotation: Client, child: str) -> None:
    """The MAC ties secret and generation together."""
    grandchild = rotation.rotate(child)
    mixed = with_part(grandchild, 5, child.split(".")[5])

    refusal_of_it = refused(rotation, mixed)

    assert isinstance(refusal_of_it, NotAuthorizedException)
    assert rotation.rotate(grandchild)


def test_a_token_of_another_client_is_refused(rotation: Client, child: str) -> None:
    """Neither its own tokens nor those that were rotated out are told from unknown ones."""
    world = rotation.world
    pool = world.services.catalog.pool(rotation.client.pool_id)
    switched_on = RefreshRotation(enabled=True, grace_period_s=0)
    other = Client(
        world,
        world.add_client(pool, id=ClientId("client0000000000000000000b"), rotation=switched_on),
    )
    newest = rotation.rotate(child)
    for token in (child, newest):
        refusal_of_it = refused(other, token)
        assert isinstance(refusal_of_it, NotAuthorizedException)
        assert refusal_of_it.text == texts.REFRESH_TOKEN_INVALID

    assert rotation.rotate(newest)


def test_an_unknown_client_is_told(rotation: Client, child: str) -> None:
    """Before anything else."""
    rotation.caller = type(rotation.caller)(client_id=ClientId("nobody"))

    with pytest.raises(ResourceNotFoundException):
        rotation.get_tokens(child)


STANDINGS: dict[str, tuple[dict[str, object], str]] = {
    "disabled": ({"enabled": False}, texts.USER_DISABLED),
    "to be reset": ({"status": UserStatus.RESET_REQUIRED}, texts.PASSWORD_RESET_REQUIRED),
    "unconfirmed": ({"status": UserStatus.UNCONFIRMED}, texts.USER_NOT_CONFIRMED),
}


@pytest.mark.parametrize(("changes", "text"), STANDINGS.values(), ids=STANDINGS)
def test_a_user_who_may_have_no_tokens_gets_none(
    client: Client, ann: User, changes: dict[str, object], text: str
) -> None:
    """With an error that the operation declares."""
    token = signed_in(client)
    client.world.change_user(ann, **changes)

    with pytest.raises(NotAuthorizedException) as told:
        client.get_tokens(token)

    assert refusal(told) == text


def test_a_deleted_users_token_is_unknown(client: Client, ann: User) -> None:
    """Nothing is left of him that could be told (ruling 20)."""
    token = signed_in(client)
    with client.world.store.writing() as unit:
        unit.users.remove(ann.pool_id, ann.sub)

    with pytest.raises(NotAuthorizedException) as told:
        client.get_tokens(token)

    assert refusal(told) == texts.REFRESH_TOKEN_INVALID


def test_a_client_may_refresh_without_the_flow(world: World) -> None:
    """The operation is no flow of InitiateAuth, so ExplicitAuthFlows do not concern it."""
    pool = world.add_pool()
    world.add_user(pool)
    client = Client(world, world.add_client(pool, flows=("ALLOW_USER_PASSWORD_AUTH",)))

    assert client.get_tokens(signed_in(client)).refresh_token is None


class TestWithSecret:
    """Clients that must show their secret itself, not a hash of it."""

    @pytest.fixture
    def confidential(self, world: World) -> Client:
        """A client with a secret, in a pool with Ann."""
        pool = world.add_pool()
        world.add_user(pool)
        return Client(world, world.add_client(pool, secret=SECRET))

    @pytest.fixture
    def token(self, confidential: Client) -> str:
        """Ann's refresh token for that client."""
        proof = secret_hash(SECRET, "ann", confidential.client.id)
        given = confidential.begin(
            "USER_PASSWORD_AUTH", USERNAME="ann", PASSWORD=PASSWORD, SECRET_HASH=proof
        )
        refresh_token = tokens(given).refresh_token
        assert refresh_token is not None
        return refresh_token

    def test_the_plain_secret_is_asked_for(self, confidential: Client, token: str) -> None:
        """With it the token works."""
        assert confidential.get_tokens(token, SECRET).expires_in_s == 3600

    def test_a_missing_secret_is_told(self, confidential: Client, token: str) -> None:
        """A client with a secret never works without it."""
        with pytest.raises(NotAuthorizedException) as told:
            confidential.get_tokens(token)

        client_id = confidential.client.id
        assert refusal(told) == (
            f"Client {client_id} is configured for secret but secret was not received"
        )

    @pytest.mark.parametrize("token_is_good", [True, False])
    def test_a_wrong_secret_is_told_first(
        self, confidential: Client, token: str, token_is_good: bool
    ) -> None:
        """Whatever the token is; and the hash of the secret is not the secret."""
        client_id = confidential.client.id
        for wrong in ("", SECRET[:-1], secret_hash(SECRET, "ann", client_id)):
            with pytest.raises(NotAuthorizedException) as told:
                confidential.get_tokens(token if token_is_good else "garbage", wrong)
            assert refusal(told) == f"Unable to verify secret hash for client {client_id}"


def test_a_secret_sent_to_a_client_without_one_is_ignored(client: Client, ann: User) -> None:
    """As SECRET_HASH is (ruling 27)."""
    assert client.get_tokens(signed_in(client), "whatever").expires_in_s == 3600
