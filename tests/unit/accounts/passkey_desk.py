"""A pool that passkeys open, and how its users register them, without HTTP."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.model.passkey import Passkey
from domain.model.pool import RelyingParty, SecondFactors
from domain.model.user import User
from tests.support.accounts import Desk
from tests.support.authenticator import (
    HONEST,
    Authenticator,
    Tricks,
)
from tests.support.passkeys import RP_ID, passkeys_of
from tests.unit.accounts.conftest import MakeDesk

FACTORS = ("PASSWORD", "WEB_AUTHN")
PARTY = SecondFactors(relying_party=RelyingParty(id=RP_ID))


def make(make_desk: MakeDesk) -> Desk:
    """A pool that passkeys of example.com open, with Ann and Bob."""
    desk = make_desk(first_factors=FACTORS, second_factors=PARTY)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, "ann")
    desk.world.add_user(pool, "bob")
    return desk


def ann_of(desk: Desk, name: str = "ann") -> User:
    """A user as stored now."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    return desk.world.services.accounts.profiles.by_admin(pool.id, name).user


def passkeys(desk: Desk, name: str = "ann") -> tuple[Passkey, ...]:
    """A user's passkeys, newest first."""
    return passkeys_of(desk.sign_in, ann_of(desk, name))


def start(desk: Desk, token: str) -> dict[str, Any]:
    """The options of a registration."""
    options: dict[str, Any] = desk.call("StartWebAuthnRegistration", AccessToken=token)[
        "CredentialCreationOptions"
    ]
    return options


def complete(desk: Desk, token: str, credential: Mapping[str, Any]) -> Any:
    """The end of a registration."""
    return desk.call("CompleteWebAuthnRegistration", AccessToken=token, Credential=credential)


def register(desk: Desk, token: str, authenticator: Authenticator, tricks: Tricks = HONEST) -> Any:
    """Both steps."""
    return complete(desk, token, authenticator.create(start(desk, token), tricks))
