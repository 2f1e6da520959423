"""WEB_AUTHN: what is asked of whom, and what a right answer comes to."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import UserNotConfirmedException
from domain.model.factors import Factor, SecondFactor, UserFactors
from domain.model.pool import MfaMode
from domain.model.user import User, UserStatus
from tests.support.authenticator import (
    ALGORITHMS,
    Authenticator,
    Tricks,
    from_text,
    to_text,
)
from tests.support.passkeys import (
    RP_ID,
    by_passkey,
    give_passkey,
    open_to_passkeys,
    options_of,
    passkeys_of,
    refuses,
)
from tests.support.second_factors import change_pool
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import claims_of


@pytest.mark.parametrize("algorithm", ALGORITHMS.values(), ids=ALGORITHMS)
def test_a_passkey_signs_its_user_in(opened: Client, ann: User, algorithm: int) -> None:
    """The answer of her authenticator is all that is asked, and the tokens say how it was."""
    authenticator = give_passkey(opened, ann, Authenticator(algorithm))

    given = claims_of(tokens(by_passkey(opened, authenticator)).access_token)

    assert given["sub"] == ann.sub
    assert given["amr"] == ["swk"]
    assert given["acr"] == "urn:cognito:loa:3"


def test_what_is_asked(opened: Client, ann: User) -> None:
    """A fresh challenge for the relying party and her passkeys, while the Session lives."""
    authenticator = give_passkey(opened, ann)

    first, second = options_of(opened), options_of(opened)

    assert len(from_text(first.pop("challenge"))) == 32
    assert first == {
        "timeout": 180_000,
        "rpId": RP_ID,
        "allowCredentials": [
            {
                "id": authenticator.credential_id,
                "type": "public-key",
                "transports": ["hybrid", "internal"],
            }
        ],
        "userVerification": "preferred",
    }
    assert second["challenge"] not in first


def test_passkeys_of_another_relying_party_are_not_asked_for(opened: Client, ann: User) -> None:
    """What the pool's id was once opens nothing, and may be all that somebody has."""
    give_passkey(opened, ann, rp_id="old.example.com")
    challenge = asked(opened.choose("WEB_AUTHN"))
    assert challenge.challenge == "SELECT_CHALLENGE"
    assert "WEB_AUTHN" not in challenge.available

    give_passkey(opened, ann, Authenticator(id=b"new"))
    allowed = options_of(opened)["allowCredentials"]
    assert [each["id"] for each in allowed] == [to_text(b"new")]


@pytest.mark.parametrize(
    ("attachment", "transports", "method"),
    [
        ("platform", (), "swk"),
        ("cross-platform", ("usb",), "hwk"),
        (None, ("internal",), "swk"),
        (None, ("usb", "nfc"), "hwk"),
        (None, (), "hwk"),
    ],
)
def test_the_kind_of_authenticator_is_told(
    opened: Client, ann: User, attachment: str | None, transports: tuple[str, ...], method: str
) -> None:
    """Platform or roaming, by what the browser said at the registration."""
    authenticator = Authenticator(attachment=attachment, transports=transports)
    give_passkey(opened, ann, authenticator)

    access_token = tokens(by_passkey(opened, authenticator)).access_token

    assert claims_of(access_token)["amr"] == [method]


@pytest.mark.parametrize("verified", [True, False])
def test_the_verification_of_the_user_is_remembered(
    opened: Client, ann: User, verified: bool
) -> None:
    """It is proven only where the authenticator says so."""
    authenticator = give_passkey(opened, ann)

    access_token = tokens(by_passkey(opened, authenticator, Tricks(verified=verified))).access_token

    family_id = claims_of(access_token)["origin_jti"]
    with opened.world.store.reading() as unit:
        family = unit.users.standing(ann.pool_id, ann.sub, opened.client.id, family_id).family
    assert family is not None
    expected = (Factor.PLATFORM_PASSKEY, Factor.USER_VERIFICATION)
    assert family.proven == expected[: 2 if verified else 1]


def test_the_use_is_noted(opened: Client, ann: User) -> None:
    """Counter, state of the backup and time are those of the sign-in."""
    authenticator = give_passkey(opened, ann, Authenticator(counts=True))
    opened.world.clock.advance(s=60)

    tokens(by_passkey(opened, authenticator, Tricks(backed_up=False)))

    (passkey,) = passkeys_of(opened, ann)
    assert (passkey.sign_count, passkey.backed_up) == (2, False)
    assert passkey.used_at_ms == opened.world.clock.now_ms()


def test_verification_is_demanded_where_the_pool_does(client: Client, ann: User) -> None:
    """UserVerification "required" is asked of the browser and held against the answer."""
    open_to_passkeys(client, user_verification="required")
    authenticator = give_passkey(client, ann)

    assert options_of(client)["userVerification"] == "required"
    refuses(lambda: by_passkey(client, authenticator, Tricks(verified=False)))
    assert tokens(by_passkey(client, authenticator)).access_token


@pytest.mark.parametrize("multi_factor", [True, False])
def test_a_passkey_stands_for_two_factors_where_the_pool_says_so(
    client: Client, ann: User, multi_factor: bool
) -> None:
    """Who owes two factors may begin by a passkey only if it is enough, and verifies her."""
    open_to_passkeys(client, multi_factor=multi_factor)
    change_pool(client, mfa=MfaMode.ON)
    authenticator = give_passkey(client, ann)
    challenge = asked(client.choose("WEB_AUTHN"))

    if not multi_factor:
        assert challenge.challenge == "SELECT_CHALLENGE"
        assert challenge.available == ("PASSWORD_SRP", "PASSWORD")
        return
    assert options_of(client)["userVerification"] == "required"
    refuses(lambda: by_passkey(client, authenticator, Tricks(verified=False)))
    assert tokens(by_passkey(client, authenticator)).access_token


@pytest.mark.parametrize(
    ("mfa", "verification"),
    [(MfaMode.OFF, "preferred"), (MfaMode.OPTIONAL, "required"), (MfaMode.ON, "required")],
)
def test_verification_is_asked_of_all_names_alike(
    client: Client, ann: User, mfa: MfaMode, verification: str
) -> None:
    """Where a passkey may stand for two factors it verifies whoever has it, known or unknown."""
    open_to_passkeys(client, multi_factor=True)
    change_pool(client, mfa=mfa)
    give_passkey(client, ann)
    strangers = [f"stranger-{number}" for number in range(12)]
    asked_of = [
        name
        for name in strangers
        if asked(client.choose("WEB_AUTHN", name)).challenge == "WEB_AUTHN"
    ]

    assert asked_of
    for name in ("ann", *asked_of):
        assert options_of(client, name)["userVerification"] == verification


def test_who_wants_passkeys_for_two_factors_is_verified(client: Client, ann: User) -> None:
    """WebAuthnMfaSettings do not let her in whom the authenticator has not verified."""
    open_to_passkeys(client, multi_factor=True)
    change_pool(client, mfa=MfaMode.OPTIONAL)
    authenticator = give_passkey(client, ann)
    factors = UserFactors(enabled=(SecondFactor.SMS,), passkey_mfa=True)
    client.world.change_user(ann, factors=factors)

    refuses(lambda: by_passkey(client, authenticator, Tricks(verified=False)))
    assert tokens(by_passkey(client, authenticator)).access_token


def test_passkeys_are_no_way_around_a_temporary_password(opened: Client, ann: User) -> None:
    """A user whose password is temporary begins by it."""
    give_passkey(opened, ann)
    opened.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    challenge = asked(opened.choose("WEB_AUTHN"))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("PASSWORD_SRP", "PASSWORD")


def test_pools_that_do_not_let_passkeys_in_ask_for_none(opened: Client, ann: User) -> None:
    """Where AllowedFirstAuthFactors lack WEB_AUTHN, registered passkeys wait."""
    give_passkey(opened, ann)
    change_pool(opened, first_factors=("PASSWORD",))

    challenge = asked(opened.choose("WEB_AUTHN"))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("PASSWORD_SRP", "PASSWORD")


def test_unconfirmed_users_are_told_so(opened: Client, ann: User) -> None:
    """As in every flow, before anything is asked (ruling 1)."""
    opened.world.change_user(ann, status=UserStatus.UNCONFIRMED)

    with pytest.raises(UserNotConfirmedException):
        opened.choose("WEB_AUTHN")


def test_the_lock_on_passwords_does_not_stop_a_passkey(opened: Client, ann: User) -> None:
    """It is no password, and cannot be guessed (ruling 4)."""
    authenticator = give_passkey(opened, ann)
    for _ in range(5):
        refuses(lambda: opened.by_password(password="Wrong0ne!"))
    refuses(opened.by_password, texts.PASSWORD_ATTEMPTS_EXCEEDED)

    assert tokens(by_passkey(opened, authenticator)).access_token
