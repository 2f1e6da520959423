"""Passkeys for tests: a ceremony to answer, what is kept of an authenticator, and its owner's."""

# ruff: noqa: ANN401 - the builders take any field of the value that they build

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from adapters.security.passkeys.verifier import WebAuthnVerifier
from domain import texts
from domain.accounts.names import passkey_name
from domain.auth.requests import Outcome
from domain.errors import NotAuthorizedException
from domain.model.identifiers import PoolId, Sub, Username
from domain.model.passkey import Passkey
from domain.model.pool import RelyingParty, UserPool
from domain.model.user import User
from domain.ports.webauthn import Ceremony, NewPasskey, PasskeyOwner
from tests.support.authenticator import HONEST, Authenticator, Tricks
from tests.support.second_factors import change_pool
from tests.support.sign_in import Client, asked, refusal

RP_ID: Final = "example.com"
OWNER: Final = PasskeyOwner(
    sub=Sub("1f0c2a34-0000-4000-8000-00000000000a"), username=Username("ann")
)
CEREMONY: Final = Ceremony(
    rp_id=RP_ID, challenge=bytes(range(32)), requires_verification=False, timeout_ms=60_000
)
STRICT: Final = replace(CEREMONY, requires_verification=True)
VERIFIER: Final = WebAuthnVerifier()


def registered(
    authenticator: Authenticator,
    tricks: Tricks = HONEST,
    ceremony: Ceremony = CEREMONY,
    owner: PasskeyOwner = OWNER,
) -> NewPasskey:
    """What a registration comes to."""
    options = VERIFIER.creation_options(ceremony, owner, ())
    return VERIFIER.register(ceremony, authenticator.create(options, tricks))


def kept(authenticator: Authenticator, owner: PasskeyOwner = OWNER, **changes: object) -> Passkey:
    """The passkey of an authenticator, registered as it should be."""
    made = registered(authenticator, owner=owner)
    passkey = Passkey(
        pool_id=PoolId("us-east-1_Test00001"),
        sub=owner.sub,
        id=made.id,
        rp_id=RP_ID,
        name="Passkey",
        public_key=made.public_key,
        sign_count=made.sign_count,
        aaguid=made.aaguid,
        attachment=made.attachment,
        transports=made.transports,
        backup_eligible=made.backup_eligible,
        backed_up=made.backed_up,
        user_verified=made.user_verified,
        created_at_ms=0,
    )
    return replace(passkey, **changes)  # type: ignore[arg-type] # any field of a passkey


def open_to_passkeys(client: Client, **party: Any) -> UserPool:
    """Let the pool's sign-ins begin by a passkey of example.com, or by anything else."""
    offers = client.world.services.catalog.pool(client.client.pool_id).second_factors
    given = RelyingParty(**{"id": RP_ID, **party})
    return change_pool(
        client,
        first_factors=("PASSWORD", "EMAIL_OTP", "SMS_OTP", "WEB_AUTHN"),
        second_factors=replace(offers, relying_party=given),
    )


def give_passkey(
    client: Client, user: User, authenticator: Authenticator | None = None, **changes: object
) -> Authenticator:
    """Store a passkey of the user, as its registration does; return what it is on."""
    authenticator = authenticator or Authenticator()
    owner = PasskeyOwner(sub=user.sub, username=user.username)
    passkey = kept(authenticator, owner, pool_id=user.pool_id, **changes)
    with client.world.store.writing() as unit:
        unit.passkeys.add(passkey)
        unit.names.claim(user.pool_id, passkey_name(passkey.id), user.sub)
    return authenticator


def passkeys_of(client: Client, user: User) -> tuple[Passkey, ...]:
    """The passkeys of the user as stored now, newest first."""
    with client.world.store.reading() as unit:
        return tuple(unit.passkeys.of_user(user.pool_id, user.sub))


def by_passkey(
    client: Client, authenticator: Authenticator, tricks: Tricks = HONEST, username: str = "ann"
) -> Outcome:
    """Sign in by a passkey, as a client that prefers it."""
    challenge = asked(client.choose("WEB_AUTHN", username))
    assert challenge.challenge == "WEB_AUTHN", challenge
    answers = {
        "USERNAME": username,
        "CREDENTIAL": authenticator.answer(challenge.parameters, tricks),
    }
    return client.answer("WEB_AUTHN", challenge.session, answers)


def options_of(client: Client, username: str = "ann") -> dict[str, Any]:
    """What a client is asked that prefers a passkey."""
    challenge = asked(client.choose("WEB_AUTHN", username))
    assert challenge.challenge == "WEB_AUTHN"
    options: Any = challenge.parameters["CREDENTIAL_REQUEST_OPTIONS"]
    return dict(options)


def refuses(act: Callable[[], object], text: str = texts.INCORRECT_USERNAME_OR_PASSWORD) -> None:
    """Expect the one refusal."""
    with pytest.raises(NotAuthorizedException) as refused:
        act()
    assert refusal(refused) == text
