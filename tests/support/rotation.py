"""Clients whose refresh tokens rotate, and what their tokens still give."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.errors import CognitoError, NotAuthorizedException, RefreshTokenReuseException
from domain.model.client import RefreshRotation
from tests.support.sign_in import Client, tokens
from tests.support.world import World

GRACE_S: Final = 60


def rotating(world: World, *, grace_s: int | None = GRACE_S, **pool: object) -> Client:
    """A client whose refresh tokens rotate, in a pool with Ann."""
    made = world.add_pool(**pool)
    world.add_user(made)
    rotation = RefreshRotation(enabled=True, grace_period_s=grace_s)
    return Client(world, world.add_client(made, rotation=rotation))


def signed_in(client: Client) -> str:
    """The refresh token of a new sign-in of Ann's."""
    token = tokens(client.by_password()).refresh_token
    assert token is not None
    return token


def set_rotation(client: Client, rotation: RefreshRotation | None) -> None:
    """Switch rotation on or off."""
    with client.world.store.writing() as unit:
        stored = unit.clients.get(client.client.id)
        assert stored is not None
        unit.clients.save(replace(stored, rotation=rotation))


def revoke(client: Client, token: str) -> None:
    """RevokeToken."""
    client.world.services.auth.revoke_token.revoke(client.client.id, token, None)


def refused(client: Client, token: str) -> CognitoError | None:
    """What GetTokensFromRefreshToken says against the token."""
    try:
        client.get_tokens(token)
    except CognitoError as refusal:
        return refusal
    return None


def is_reuse(client: Client, token: str) -> bool:
    """Whether the token is refused as one that was rotated out."""
    return isinstance(refused(client, token), RefreshTokenReuseException)


def is_over(client: Client, token: str) -> bool:
    """Whether the token is refused because its sign-in has ended."""
    refusal = refused(client, token)
    return isinstance(refusal, NotAuthorizedException) and (
        refusal.text == texts.REFRESH_TOKEN_REVOKED
    )
