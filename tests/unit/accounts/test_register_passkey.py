"""StartWebAuthnRegistration and CompleteWebAuthnRegistration: who may, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest

from domain import texts
from domain.accounts.passkey_names import PROVIDERS
from domain.errors import (
    CognitoError,
    LimitExceededException,
    NotAuthorizedException,
    WebAuthnChallengeNotFoundException,
    WebAuthnConfigurationMissingException,
    WebAuthnCredentialNotSupportedException,
    WebAuthnNotEnabledException,
)
from domain.model.passkey import Passkey
from domain.model.pool import RelyingParty, SecondFactors
from tests.support.accounts import Desk, refused
from tests.support.authenticator import (
    ALGORITHMS,
    Authenticator,
    from_text,
)
from tests.support.passkeys import RP_ID, give_passkey
from tests.support.second_factors import change_pool
from tests.support.sign_in import asked
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.accounts.passkey_desk import (
    ann_of,
    complete,
    make,
    passkeys,
    register,
    start,
)


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that passkeys of example.com open, with Ann and Bob."""
    return make(make_desk)


def test_a_start_gives_options_for_the_caller(desk: Desk) -> None:
    """Handle, names and relying party are hers, and the challenge is new each time."""
    token = desk.signed_in()

    first, second = start(desk, token), start(desk, token)

    assert from_text(first["user"]["id"]).decode() == ann_of(desk).sub
    assert (first["user"]["name"], first["user"]["displayName"]) == ("ann", "ann")
    assert first["rp"] == {"id": RP_ID, "name": RP_ID}
    assert first["authenticatorSelection"]["userVerification"] == "preferred"
    assert first["timeout"] == 60_000
    assert len(from_text(first["challenge"])) == 32
    assert first["challenge"] != second["challenge"]


def test_a_start_excludes_the_passkeys_of_this_relying_party(desk: Desk) -> None:
    """Those of an earlier one are on other authenticators, or were made for nothing."""
    ann = ann_of(desk)
    here = give_passkey(desk.sign_in, ann)
    give_passkey(desk.sign_in, ann, rp_id="old.example.com")

    excluded = start(desk, desk.signed_in())["excludeCredentials"]

    assert [each["id"] for each in excluded] == [here.credential_id]


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_a_registered_passkey_is_kept_whole(desk: Desk, algorithm: int) -> None:
    """Everything that a sign-in needs later, for each of the three algorithms."""
    authenticator = Authenticator(algorithm, counts=True, verifies=False)

    assert register(desk, desk.signed_in(), authenticator) == {}

    (passkey,) = passkeys(desk)
    assert passkey == Passkey(
        pool_id=desk.client.pool_id,
        sub=ann_of(desk).sub,
        id=authenticator.credential_id,
        rp_id=RP_ID,
        name="Passkey",
        public_key=passkey.public_key,
        sign_count=1,
        aaguid="01020304-0506-0708-090a-0b0c0d0e0f10",
        attachment="platform",
        transports=("hybrid", "internal"),
        backup_eligible=True,
        backed_up=True,
        user_verified=False,
        created_at_ms=desk.world.clock.now_ms(),
    )


def test_a_registration_ends_open_sign_ins(desk: Desk) -> None:
    """As any change of what a user can prove."""
    session = asked(desk.sign_in.start_srp()).session
    before = ann_of(desk).epoch
    challenge = desk.sign_in.start_srp()
    answers = desk.sign_in.srp_answers(challenge)

    register(desk, desk.signed_in(), Authenticator())

    assert session is None
    assert ann_of(desk).epoch == before + 1
    with pytest.raises(NotAuthorizedException):
        desk.sign_in.answer("PASSWORD_VERIFIER", answers=answers)


def test_what_is_asked_of_the_browser_is_what_the_pool_says(desk: Desk) -> None:
    """Verification that is required is asked for, and demanded of the answer."""
    party = RelyingParty(id=RP_ID, user_verification="required")
    change_pool(desk.sign_in, second_factors=SecondFactors(relying_party=party))
    token = desk.signed_in()
    assert start(desk, token)["authenticatorSelection"]["userVerification"] == "required"

    with refused(WebAuthnCredentialNotSupportedException):
        register(desk, token, Authenticator(verifies=False))
    register(desk, token, Authenticator())


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"first_factors": ("PASSWORD",)}, WebAuthnNotEnabledException),
        ({"tier": "LITE"}, WebAuthnNotEnabledException),
        ({"second_factors": SecondFactors()}, WebAuthnConfigurationMissingException),
        (
            {"second_factors": SecondFactors(relying_party=RelyingParty())},
            WebAuthnConfigurationMissingException,
        ),
    ],
)
def test_a_pool_must_be_set_up_for_passkeys(
    desk: Desk, changes: dict[str, Any], error: type[CognitoError]
) -> None:
    """They must be a first factor there, and there must be something to make them for."""
    token = desk.signed_in()
    change_pool(desk.sign_in, **changes)

    with refused(error):
        start(desk, token)


def test_a_registration_ends_where_passkeys_were_switched_off_meanwhile(desk: Desk) -> None:
    """The settings are those of the moment."""
    token = desk.signed_in()
    credential = Authenticator().create(start(desk, token))
    change_pool(desk.sign_in, first_factors=("PASSWORD",))

    with refused(WebAuthnNotEnabledException):
        complete(desk, token, credential)


@pytest.mark.parametrize("operation", ["StartWebAuthnRegistration", "CompleteWebAuthnRegistration"])
def test_the_token_of_a_deleted_user_is_revoked(desk: Desk, operation: str) -> None:
    """Neither operation declares UserNotFoundException (ruling 22)."""
    token = desk.signed_in()
    desk.admin("AdminDeleteUser")

    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_REVOKED):
        desk.call(operation, AccessToken=token, Credential={})


def test_twenty_passkeys_are_enough(desk: Desk) -> None:
    """The 21st is refused at its start, and at its end if it was begun in time."""
    ann, token = ann_of(desk), desk.signed_in()
    for number in range(19):
        give_passkey(desk.sign_in, ann, Authenticator(id=bytes([number]) * 16))
    late = Authenticator().create(start(desk, token))
    other = desk.signed_in()
    register(desk, other, Authenticator())

    with refused(LimitExceededException, texts.TOO_MANY_PASSKEYS):
        start(desk, token)
    with refused(WebAuthnChallengeNotFoundException):
        complete(desk, token, late)
    assert len(passkeys(desk)) == 20


def test_the_limit_holds_at_the_end_too(desk: Desk) -> None:
    """Passkeys may have come from elsewhere since the start."""
    ann, token = ann_of(desk), desk.signed_in()
    credential = Authenticator().create(start(desk, token))
    for number in range(20):
        give_passkey(desk.sign_in, ann, Authenticator(id=bytes([number]) * 16))

    with refused(LimitExceededException, texts.TOO_MANY_PASSKEYS):
        complete(desk, token, credential)
    assert len(passkeys(desk)) == 20


@pytest.mark.parametrize(
    ("authenticator", "name"),
    [
        (Authenticator(attachment="platform"), "Passkey"),
        (Authenticator(attachment="cross-platform"), "Roaming passkey"),
        (Authenticator(attachment=None, transports=("internal",)), "Passkey"),
        (Authenticator(attachment=None, transports=("usb",)), "Roaming passkey"),
        (
            Authenticator(aaguid=bytes.fromhex("ea9b8d664d011d213ce4b6b48cb575d4")),
            "Google Password Manager",
        ),
    ],
)
def test_a_passkey_is_named_by_what_keeps_it(
    desk: Desk, authenticator: Authenticator, name: str
) -> None:
    """The provider where it is known, else the kind of authenticator."""
    register(desk, desk.signed_in(), authenticator)

    assert passkeys(desk)[0].name == name


def test_providers_are_named_by_aaguids() -> None:
    """In the form in which the verifier gives them."""
    assert {len(aaguid) for aaguid in PROVIDERS} == {36}
    assert all(aaguid == aaguid.lower() for aaguid in PROVIDERS)
