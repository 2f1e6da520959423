"""Paths of test_no_tokens that refresh a sign-in of before."""

from __future__ import annotations

from collections.abc import Callable

from domain.model.client import RefreshRotation
from domain.model.user import User
from tests.support.rotation import set_rotation, signed_in
from tests.support.sign_in import Client

Finish = Callable[[], object]


def refresh(client: Client, ann: User) -> Finish:
    """REFRESH_TOKEN_AUTH."""
    given = signed_in(client)
    return lambda: client.refresh(given)


def get_tokens(client: Client, ann: User) -> Finish:
    """GetTokensFromRefreshToken without rotation."""
    given = signed_in(client)
    return lambda: client.get_tokens(given)


def rotation(client: Client, ann: User) -> Finish:
    """The same with rotation."""
    set_rotation(client, RefreshRotation(enabled=True, grace_period_s=60))
    given = signed_in(client)
    return lambda: client.rotate(given)


def repetition(client: Client, ann: User) -> Finish:
    """The same with a token that was rotated out a moment ago."""
    set_rotation(client, RefreshRotation(enabled=True, grace_period_s=60))
    given = signed_in(client)
    client.rotate(given)
    return lambda: client.rotate(given)


REFRESHES = (refresh, get_tokens, rotation, repetition)
