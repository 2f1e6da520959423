"""RevokeToken, GlobalSignOut, AdminUserGlobalSignOut."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    NotAuthorizedException,
    UnauthorizedException,
    UnsupportedOperationException,
    UnsupportedTokenTypeException,
    UserNotFoundException,
)
from domain.model.identifiers import ClientId
from domain.model.token import IssuedTokens
from domain.model.user import User
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import World


@pytest.fixture
def given(client: Client, ann: User) -> IssuedTokens:
    """The tokens of a sign-in of Ann's."""
    return tokens(client.by_password())


def refresh_token(given: IssuedTokens) -> str:
    """The refresh token of a sign-in."""
    assert given.refresh_token is not None
    return given.refresh_token


def access_is_alive(client: Client, given: IssuedTokens) -> bool:
    """Whether the access token opens anything."""
    try:
        client.world.services.access.user_of(given.access_token)
    except NotAuthorizedException as refused:
        return refused.text != texts.ACCESS_TOKEN_REVOKED
    return True


def refresh_is_alive(client: Client, given: IssuedTokens) -> bool:
    """Whether the refresh token gives anything."""
    try:
        client.refresh(refresh_token(given))
    except NotAuthorizedException as refused:
        return refused.text != texts.REFRESH_TOKEN_REVOKED
    return True


def is_alive(client: Client, given: IssuedTokens) -> bool:
    """Whether a sign-in still works; its tokens must live or die together."""
    alive = access_is_alive(client, given)
    assert refresh_is_alive(client, given) is alive
    return alive


def test_revoking_ends_one_sign_in_and_no_other(client: Client, given: IssuedTokens) -> None:
    """Access tokens of the family die with it, another family lives on."""
    other = tokens(client.by_password())

    client.world.services.auth.revoke_token.revoke(client.client.id, refresh_token(given), None)

    assert not is_alive(client, given)
    assert is_alive(client, other)


def test_revoking_is_idempotent(client: Client, given: IssuedTokens) -> None:
    """A token that is revoked, or was never issued, is no error."""
    revoke = client.world.services.auth.revoke_token.revoke
    for token in (refresh_token(given), refresh_token(given), "never-issued", "r1.a.b.c"):
        revoke(client.client.id, token, None)

    assert not is_alive(client, given)


def test_an_access_token_cannot_be_revoked(client: Client, given: IssuedTokens) -> None:
    """Only refresh tokens can."""
    for token in (given.access_token, given.id_token):
        with pytest.raises(UnsupportedTokenTypeException):
            client.world.services.auth.revoke_token.revoke(client.client.id, token, None)

    assert is_alive(client, given)


def test_another_clients_token_is_refused_and_lives_on(
    client: Client, given: IssuedTokens, ann: User
) -> None:
    """Nobody signs out the users of another client."""
    world = client.world
    other = world.add_client(
        world.services.catalog.pool(ann.pool_id), id=ClientId("client0000000000000000000b")
    )

    with pytest.raises(UnauthorizedException):
        world.services.auth.revoke_token.revoke(other.id, refresh_token(given), None)

    assert is_alive(client, given)


def test_an_unknown_client_is_unauthorized(world: World) -> None:
    """The model lists no ResourceNotFoundException here."""
    with pytest.raises(UnauthorizedException):
        world.services.auth.revoke_token.revoke(ClientId("nothing"), "token", None)


@pytest.mark.parametrize("secret", [None, "", "wrong"])
def test_a_client_with_a_secret_must_know_it(world: World, secret: str | None) -> None:
    """The plain secret is asked for, and a wrong one is refused."""
    client = world.add_client(world.add_pool(), secret="0123456789abcdefghijklmnop")

    with pytest.raises(UnauthorizedException):
        world.services.auth.revoke_token.revoke(client.id, "token", secret)


def test_a_client_without_revocation_says_so(world: World) -> None:
    """EnableTokenRevocation off: the operation is not supported."""
    client = world.add_client(world.add_pool(), enable_token_revocation=False)

    with pytest.raises(UnsupportedOperationException):
        world.services.auth.revoke_token.revoke(client.id, "token", None)


def test_signing_out_everywhere_ends_every_sign_in(
    client: Client, given: IssuedTokens, ann: User
) -> None:
    """All families of the user end, those of others do not, and he can sign in again at once."""
    world = client.world
    world.add_user(world.services.catalog.pool(ann.pool_id), "bob")
    others = tokens(client.by_password("bob"))
    second = tokens(client.by_password())

    world.services.auth.sign_out.everywhere(given.access_token)

    assert not is_alive(client, given)
    assert not is_alive(client, second)
    assert is_alive(client, others)
    assert is_alive(client, tokens(client.by_password()))


def test_signing_out_twice_is_told(client: Client, given: IssuedTokens) -> None:
    """The token that signed out is dead itself."""
    client.world.services.auth.sign_out.everywhere(given.access_token)

    with pytest.raises(NotAuthorizedException) as refused:
        client.world.services.auth.sign_out.everywhere(given.access_token)

    assert refusal(refused) == texts.ACCESS_TOKEN_REVOKED


def test_the_token_of_a_deleted_user_is_a_revoked_one(
    client: Client, given: IssuedTokens, ann: User
) -> None:
    """GlobalSignOut does not list UserNotFoundException (ruling 22)."""
    world = client.world
    with world.store.writing() as unit:
        unit.users.remove(ann.pool_id, ann.sub)

    with pytest.raises(NotAuthorizedException) as refused:
        world.services.auth.sign_out.everywhere(given.access_token)

    assert refusal(refused) == texts.ACCESS_TOKEN_REVOKED


def test_an_administrator_signs_out_a_disabled_user_too(
    client: Client, given: IssuedTokens, ann: User
) -> None:
    """The state of the user does not matter; doing it twice neither."""
    world = client.world
    world.change_user(ann, enabled=False)

    for _ in range(2):
        world.services.auth.sign_out.everywhere_by_admin(ann.pool_id, "ann")
    world.change_user(ann, enabled=True)

    assert not is_alive(client, given)


def test_an_administrator_is_told_of_an_unknown_user(client: Client) -> None:
    """Admin operations always tell."""
    with pytest.raises(UserNotFoundException) as refused:
        client.world.services.auth.sign_out.everywhere_by_admin(client.client.pool_id, "nobody")

    assert refusal(refused) == texts.USER_DOES_NOT_EXIST


def test_tokens_without_family_end_by_the_time_of_their_issue(world: World) -> None:
    """Where revocation is off a sign-out ends what was issued up to it, and nothing later."""
    pool = world.add_pool()
    world.add_user(pool)
    client = Client(world, world.add_client(pool, enable_token_revocation=False))
    before = tokens(client.by_password())
    world.services.auth.sign_out.everywhere(before.access_token)
    world.clock.advance(s=1)
    after = tokens(client.by_password())

    with pytest.raises(NotAuthorizedException):
        world.services.access.user_of(before.access_token)
    assert world.services.access.user_of(after.access_token).user.username == "ann"


def test_an_open_attempt_ends_with_the_sign_out(client: Client, ann: User) -> None:
    """A challenge that was open when everything was ended gives no token."""
    challenge = client.start_srp()
    client.world.services.auth.sign_out.everywhere_by_admin(ann.pool_id, "ann")

    with pytest.raises(NotAuthorizedException):
        client.answer("PASSWORD_VERIFIER", answers=client.srp_answers(challenge))
