"""GetUserAuthFactors and AdminDeleteSoftwareToken."""

from __future__ import annotations

from typing import Any

import pytest

from domain.errors import (
    NotAuthorizedException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.factors import SecondFactor, UserFactors
from domain.model.passkey import Passkey
from domain.model.pending import SOFTWARE_TOKEN, PendingValue
from domain.model.pool import RelyingParty, SecondFactors
from domain.model.user import User
from tests.support.accounts import Desk, refused
from tests.support.second_factors import PHONE, change_pool, give_factors

PROVEN = {
    "email": "ann@example.com",
    "email_verified": "true",
    "phone_number": PHONE,
    "phone_number_verified": "true",
}


@pytest.fixture
def ann(desk: Desk) -> User:
    """A confirmed user without any factor but his password."""
    return desk.world.add_user(desk.world.services.catalog.pool(desk.client.pool_id))


def configured(desk: Desk) -> Any:  # noqa: ANN401 - a response
    """What an administrator and the user himself are told, which is the same."""
    own = desk.call("GetUserAuthFactors", AccessToken=desk.signed_in())
    assert desk.admin("AdminGetUserAuthFactors") == own
    return own


def give_passkey(desk: Desk, user: User, rp_id: str) -> None:
    """Store a passkey."""
    passkey = Passkey(
        pool_id=user.pool_id,
        sub=user.sub,
        id=f"credential of {rp_id}",
        rp_id=rp_id,
        name="phone",
        public_key=b"key",
        sign_count=0,
        aaguid="00000000-0000-0000-0000-000000000000",
        created_at_ms=0,
    )
    with desk.world.store.writing() as unit:
        unit.passkeys.add(passkey)


@pytest.mark.usefixtures("ann")
def test_a_user_has_his_password(desk: Desk) -> None:
    """Who has nothing else has that, and nothing about MFA is shown."""
    assert configured(desk) == {"Username": "ann", "ConfiguredUserAuthFactors": ["PASSWORD"]}


def test_everything_is_listed(desk: Desk, ann: User) -> None:
    """Proven addresses, passkeys of the relying party and a proven token are factors."""
    give_passkey(desk, ann, "example.com")
    desk.world.change_user(
        ann,
        attributes=PROVEN,
        factors=UserFactors(
            enabled=(SecondFactor.SOFTWARE_TOKEN, SecondFactor.EMAIL),
            preferred=SecondFactor.EMAIL,
            token_verified=True,
            sms_by_settings=True,
        ),
    )
    party = RelyingParty(id="example.com")
    token = desk.signed_in()
    change_pool(desk.sign_in, second_factors=SecondFactors(relying_party=party))

    assert desk.call("GetUserAuthFactors", AccessToken=token) == {
        "Username": "ann",
        "PreferredMfaSetting": "EMAIL_OTP",
        "UserMFASettingList": ["SOFTWARE_TOKEN_MFA", "EMAIL_OTP"],
        "ConfiguredUserAuthFactors": [
            "PASSWORD",
            "EMAIL_OTP",
            "SMS_OTP",
            "WEB_AUTHN",
            "SOFTWARE_TOKEN",
        ],
    }


def test_what_cannot_be_used_is_not_listed(desk: Desk, ann: User) -> None:
    """Unproven addresses and passkeys of an earlier relying party are no factors."""
    give_passkey(desk, ann, "old.example.com")
    unproven = {"email": "ann@example.com", "phone_number": PHONE}
    desk.world.change_user(ann, attributes=unproven)
    party = RelyingParty(id="example.com")
    change_pool(desk.sign_in, second_factors=SecondFactors(relying_party=party))

    assert configured(desk)["ConfiguredUserAuthFactors"] == ["PASSWORD"]


def test_passkeys_need_a_relying_party(desk: Desk, ann: User) -> None:
    """Where the pool names none there is none that a passkey could be of."""
    give_passkey(desk, ann, "example.com")

    assert configured(desk)["ConfiguredUserAuthFactors"] == ["PASSWORD"]


def test_a_user_without_password_has_none(desk: Desk) -> None:
    """Who never got a password has no such factor."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, "bob", password=None, attributes=PROVEN)

    found = desk.admin("AdminGetUserAuthFactors", "bob")

    assert found["ConfiguredUserAuthFactors"] == ["EMAIL_OTP", "SMS_OTP"]


@pytest.mark.usefixtures("ann")
def test_factors_of_nobody_are_not_told(desk: Desk) -> None:
    """An invented token and a user who is not there are refused."""
    with refused(NotAuthorizedException):
        desk.call("GetUserAuthFactors", AccessToken="invented")
    with refused(UserNotFoundException, "User does not exist."):
        desk.admin("AdminGetUserAuthFactors", "bob")


def wait(desk: Desk, user: User) -> None:
    """Let a secret wait to be proven."""
    value = PendingValue(
        pool_id=user.pool_id, sub=user.sub, name=SOFTWARE_TOKEN, sealed=b"", expires_at_ms=0
    )
    with desk.world.store.writing() as unit:
        unit.pending.put(value)


def test_a_lost_token_is_taken_away(desk: Desk, ann: User) -> None:
    """Secret, name and preference are gone, and what waited; the other factors stay."""
    give_factors(
        desk.sign_in,
        ann,
        SecondFactor.SMS,
        SecondFactor.SOFTWARE_TOKEN,
        preferred=SecondFactor.SOFTWARE_TOKEN,
        token_name="old phone",
    )
    wait(desk, ann)
    before = desk.world.user(ann)

    assert desk.admin("AdminDeleteSoftwareToken") == {}

    after = desk.world.user(ann)
    assert after.factors == UserFactors(enabled=(SecondFactor.SMS,))
    assert after.epoch == before.epoch + 1
    with desk.world.store.reading() as unit:
        assert unit.software_tokens.get(ann.pool_id, ann.sub) is None
        assert unit.pending.get(ann.pool_id, ann.sub, SOFTWARE_TOKEN) is None


@pytest.mark.usefixtures("ann")
def test_no_token_is_taken_away_too(desk: Desk) -> None:
    """Deleting what is not there succeeds."""
    assert desk.admin("AdminDeleteSoftwareToken") == {}


@pytest.mark.usefixtures("ann")
def test_a_token_of_nobody_is_not_taken_away(desk: Desk) -> None:
    """Unknown users and pools are told."""
    with refused(UserNotFoundException, "User does not exist."):
        desk.admin("AdminDeleteSoftwareToken", "bob")
    with refused(ResourceNotFoundException):
        desk.call("AdminDeleteSoftwareToken", UserPoolId="us-east-1_none00000", Username="ann")
