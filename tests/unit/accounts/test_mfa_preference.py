"""SetUserMFAPreference, SetUserSettings and their administrative twins."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, Final

import pytest

from domain import texts
from domain.accounts.set_mfa_preference import SetMfaPreference
from domain.errors import (
    InternalErrorException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from domain.model.factors import NO_FACTORS, SecondFactor, UserFactors
from domain.model.pool import MfaMode, RelyingParty, SecondFactors
from domain.model.user import User
from domain.ports.sentinels import Stale
from tests.support.accounts import Desk, refused, rows_of
from tests.support.second_factors import PHONE, change_pool
from tests.unit.accounts.conftest import MakeDesk
from tests.unit.pools.overtaken import Overtaken

SMS, TOKEN, EMAIL = SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN, SecondFactor.EMAIL
BLOCKS: Final = {
    SMS: "SMSMfaSettings",
    TOKEN: "SoftwareTokenMfaSettings",
    EMAIL: "EmailMfaSettings",
}
ON: Final = {"Enabled": True}
PREFERRED: Final = {"Enabled": True, "PreferredMfa": True}
OFF: Final = {"Enabled": False}
TEXT_MESSAGES: Final = [{"DeliveryMedium": "SMS", "AttributeName": "phone_number"}]
EVERYTHING: Final = SecondFactors(
    sms=True, software_token=True, email=True, relying_party=RelyingParty(multi_factor=True)
)
HAS_ALL: Final = {"phone_number": PHONE, "email": "ann@example.com"}


@pytest.fixture
def ann(make_desk: MakeDesk) -> Desk:
    """A pool that offers everything, and a user who could use all of it."""
    desk = make_desk(mfa=MfaMode.OPTIONAL, second_factors=EVERYTHING)
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    desk.world.add_user(pool, attributes=HAS_ALL, factors=UserFactors(token_verified=True))
    return desk


def stored(desk: Desk) -> User:
    """The user as stored now."""
    pool_id = desk.client.pool_id
    _, _, user = desk.world.services.accounts.set_mfa_preference._finder.by_admin_name(
        pool_id, "ann"
    )
    return user


def factors(desk: Desk) -> UserFactors:
    """What the user has set."""
    return stored(desk).factors


def give(desk: Desk, **changes: Any) -> None:
    """Store other factors of the user."""
    user = stored(desk)
    desk.world.change_user(user, factors=replace(user.factors, **changes))


def prefer(desk: Desk, **blocks: Any) -> Any:
    """AdminSetUserMFAPreference."""
    return desk.admin("AdminSetUserMFAPreference", **blocks)


Setter = Callable[[Desk, dict[str, Any]], Any]


def by_himself(desk: Desk, blocks: dict[str, Any]) -> Any:
    """SetUserMFAPreference."""
    return desk.call("SetUserMFAPreference", AccessToken=desk.signed_in(), **blocks)


def by_admin(desk: Desk, blocks: dict[str, Any]) -> Any:
    """AdminSetUserMFAPreference."""
    return prefer(desk, **blocks)


@pytest.mark.parametrize("setter", [by_himself, by_admin])
@pytest.mark.parametrize("factor", list(SecondFactor))
def test_a_factor_is_switched_on_and_off(ann: Desk, setter: Setter, factor: SecondFactor) -> None:
    """Both operations switch every factor, prefer none, and end sign-ins that are open."""
    before = stored(ann)

    assert setter(ann, {BLOCKS[factor]: ON}) == {}

    assert factors(ann) == replace(before.factors, enabled=(factor,))
    assert stored(ann).epoch == before.epoch + 1
    prefer(ann, **{BLOCKS[factor]: OFF})
    assert factors(ann) == before.factors
    assert stored(ann).epoch == before.epoch + 2


def test_what_is_not_named_stays(ann: Desk) -> None:
    """A block that was not sent leaves its factor, and the preference, as they are."""
    give(ann, enabled=(SMS, TOKEN), preferred=SMS)

    prefer(ann, EmailMfaSettings=ON)

    assert factors(ann).enabled == (SMS, TOKEN, EMAIL)
    assert factors(ann).preferred is SMS


def test_nothing_named_changes_nothing(ann: Desk) -> None:
    """Without any block, or with what is so already, not even the date changes."""
    give(ann, enabled=(SMS,), preferred=SMS)
    before = rows_of(ann.world)

    prefer(ann)
    prefer(ann, SMSMfaSettings=PREFERRED, EmailMfaSettings=OFF)

    assert rows_of(ann.world) == before


def test_one_factor_is_preferred(ann: Desk) -> None:
    """Preferring one ends the preference for another."""
    prefer(ann, SMSMfaSettings=PREFERRED)
    assert factors(ann).preferred is SMS

    prefer(ann, SoftwareTokenMfaSettings=PREFERRED)

    assert factors(ann).preferred is TOKEN
    assert factors(ann).enabled == (SMS, TOKEN)


def test_two_factors_cannot_be_preferred(ann: Desk) -> None:
    """A request that prefers two is refused as a whole."""
    before = rows_of(ann.world)

    with refused(InvalidParameterException, "Cannot set multiple preferred MFA methods"):
        prefer(ann, SMSMfaSettings=PREFERRED, EmailMfaSettings=PREFERRED)

    assert rows_of(ann.world) == before


@pytest.mark.parametrize(
    ("wish", "enabled", "preferred"),
    [
        (ON, (SMS,), SMS),
        ({"PreferredMfa": True}, (SMS,), SMS),
        ({"Enabled": True, "PreferredMfa": False}, (SMS,), None),
        (OFF, (), None),
        ({}, (), None),
        ({"PreferredMfa": False}, (), None),
    ],
)
def test_what_is_left_out_of_a_block(
    ann: Desk, wish: dict[str, bool], enabled: tuple[SecondFactor, ...], preferred: SecondFactor
) -> None:
    """Enabled left out is off, unless it is preferred; PreferredMfa left out changes nothing."""
    give(ann, enabled=(SMS,), preferred=SMS)

    prefer(ann, SMSMfaSettings=wish)

    assert (factors(ann).enabled, factors(ann).preferred) == (enabled, preferred)


@pytest.mark.parametrize("wish", [{"PreferredMfa": True}, {"Enabled": False, "PreferredMfa": True}])
def test_what_is_off_cannot_be_preferred(ann: Desk, wish: dict[str, bool]) -> None:
    """PreferredMfa asks for a factor that is on, or is switched on by the request."""
    with refused(
        InvalidParameterException, "SMS_MFA cannot be preferred, since it is not turned on."
    ):
        prefer(ann, SMSMfaSettings=wish)


@pytest.mark.parametrize("factor", list(SecondFactor))
def test_a_factor_needs_what_it_works_with(ann: Desk, factor: SecondFactor) -> None:
    """Without address or token a factor is not switched on; switching it off is fine."""
    ann.world.change_user(stored(ann), attributes={}, factors=NO_FACTORS)

    with refused(
        InvalidParameterException, f"User does not have delivery config set to turn on {factor}"
    ):
        prefer(ann, **{BLOCKS[factor]: ON})
    assert prefer(ann, **{BLOCKS[factor]: OFF}) == {}


@pytest.mark.parametrize("factor", list(SecondFactor))
@pytest.mark.parametrize(
    "pool",
    [
        {"second_factors": SecondFactors()},
        {"second_factors": EVERYTHING, "mfa": MfaMode.OFF},
    ],
)
def test_a_factor_must_be_offered(ann: Desk, factor: SecondFactor, pool: dict[str, Any]) -> None:
    """What the pool does not offer is not switched on, but kept by who has it."""
    change_pool(ann.sign_in, **pool)

    with refused(InvalidParameterException, f"User pool does not have {factor} enabled."):
        prefer(ann, **{BLOCKS[factor]: ON})
    give(ann, enabled=(factor,))
    prefer(ann, **{BLOCKS[factor]: PREFERRED})
    assert factors(ann).preferred is factor


def test_passkeys_are_a_second_factor_beside_another(ann: Desk) -> None:
    """WebAuthnMfaSettings need another factor that is on, and go with the last one."""
    with refused(InvalidParameterException, texts.PASSKEY_MFA_ALONE):
        prefer(ann, WebAuthnMfaSettings=ON)

    prefer(ann, SMSMfaSettings=ON, EmailMfaSettings=ON, WebAuthnMfaSettings=ON)
    assert factors(ann).passkey_mfa
    prefer(ann, SMSMfaSettings=OFF)
    assert factors(ann).passkey_mfa
    prefer(ann, EmailMfaSettings=OFF)
    assert not factors(ann).passkey_mfa


def test_one_factor_takes_the_place_of_another(ann: Desk) -> None:
    """Passkeys stay on where the factor beside them is exchanged in one request."""
    give(ann, enabled=(SMS,), passkey_mfa=True)

    prefer(ann, SMSMfaSettings=OFF, EmailMfaSettings=ON)

    assert factors(ann).passkey_mfa


def test_passkeys_are_switched_off(ann: Desk) -> None:
    """WebAuthnMfaSettings without Enabled switch them off."""
    give(ann, enabled=(SMS,), passkey_mfa=True)

    prefer(ann, WebAuthnMfaSettings={})

    assert factors(ann) == UserFactors(enabled=(SMS,), token_verified=True)


@pytest.mark.parametrize("party", [None, RelyingParty()])
def test_passkeys_must_be_offered(ann: Desk, party: RelyingParty | None) -> None:
    """Where passkeys are no second factor nobody can switch them on."""
    change_pool(ann.sign_in, second_factors=replace(EVERYTHING, relying_party=party))

    with refused(InvalidParameterException, texts.PASSKEY_MFA_NOT_OFFERED):
        prefer(ann, SMSMfaSettings=ON, WebAuthnMfaSettings=ON)


def settings_by_himself(desk: Desk, options: list[Any]) -> Any:
    """SetUserSettings."""
    return desk.call("SetUserSettings", AccessToken=desk.signed_in(), MFAOptions=options)


def settings_by_admin(desk: Desk, options: list[Any]) -> Any:
    """AdminSetUserSettings."""
    return desk.admin("AdminSetUserSettings", MFAOptions=options)


@pytest.mark.parametrize("setter", [settings_by_himself, settings_by_admin])
def test_the_older_operation_switches_text_messages(
    ann: Desk, setter: Callable[[Desk, list[Any]], Any]
) -> None:
    """SetUserSettings switches them on, shown as MFAOptions too, and an empty list off."""
    assert setter(ann, TEXT_MESSAGES) == {}
    shown = ann.look()
    assert (shown["MFAOptions"], shown["UserMFASettingList"]) == (TEXT_MESSAGES, ["SMS_MFA"])
    assert "PreferredMfaSetting" not in shown

    settings_by_admin(ann, [])

    assert factors(ann) == UserFactors(token_verified=True)
    assert "MFAOptions" not in ann.look()


def test_the_newer_operation_ends_what_the_older_set(ann: Desk) -> None:
    """Text messages that are switched off are no MFAOptions either."""
    settings_by_admin(ann, TEXT_MESSAGES)

    prefer(ann, SMSMfaSettings=OFF)

    assert factors(ann) == UserFactors(token_verified=True)


@pytest.mark.parametrize(
    "options",
    [
        [{"DeliveryMedium": "EMAIL", "AttributeName": "email"}],
        [{"DeliveryMedium": "SMS", "AttributeName": "email"}],
        [{"DeliveryMedium": "SMS"}],
        [*TEXT_MESSAGES, {}],
    ],
)
def test_the_older_operation_knows_text_messages_alone(ann: Desk, options: list[Any]) -> None:
    """Any other medium or attribute is refused."""
    before = rows_of(ann.world)

    with refused(InvalidParameterException, texts.ONLY_TEXT_MESSAGES):
        settings_by_admin(ann, options)

    assert rows_of(ann.world) == before


def test_the_older_operation_needs_a_number_too(ann: Desk) -> None:
    """SetUserSettings refuses what SetUserMFAPreference refuses."""
    ann.world.change_user(stored(ann), attributes={})

    with refused(
        InvalidParameterException, "User does not have delivery config set to turn on SMS_MFA"
    ):
        settings_by_admin(ann, TEXT_MESSAGES)


def test_unknown_callers_change_nothing(ann: Desk) -> None:
    """An invented token, and a user who is not there, are told apart by their errors."""
    members: dict[str, dict[str, Any]] = {
        "SetUserMFAPreference": {},
        "SetUserSettings": {"MFAOptions": []},
    }
    for operation, given in members.items():
        with refused(NotAuthorizedException):
            ann.call(operation, AccessToken="invented", **given)
        with refused(UserNotFoundException, "User does not exist."):
            ann.admin(f"Admin{operation}", "bob", **given)


def test_the_profile_shows_what_was_set(ann: Desk) -> None:
    """GetUser and AdminGetUser show list and preference, and leave out what is empty."""
    assert not {"UserMFASettingList", "PreferredMfaSetting", "MFAOptions"} & ann.look().keys()
    token = ann.signed_in()

    prefer(ann, SoftwareTokenMfaSettings=PREFERRED, SMSMfaSettings=ON)

    for shown in (ann.look(), ann.call("GetUser", AccessToken=token)):
        assert shown["UserMFASettingList"] == ["SMS_MFA", "SOFTWARE_TOKEN_MFA"]
        assert shown["PreferredMfaSetting"] == "SOFTWARE_TOKEN_MFA"
        assert "MFAOptions" not in shown


@pytest.mark.parametrize(("times", "wins"), [(1, True), (2, False)])
def test_who_is_overtaken_tries_once_more(ann: Desk, times: int, wins: bool) -> None:
    """One change by somebody else is no matter; after a second one the caller is to come back."""
    world = ann.world
    store = Overtaken(world.store, "users.save", Stale(), times)
    shared = world.services.accounts.set_mfa_preference
    service = SetMfaPreference(replace(world.ports, store=store), shared._access, shared._finder)
    pool_id = ann.client.pool_id

    if wins:
        service.set_text_messages_by_admin(pool_id, "ann", wanted=True)
    else:
        with pytest.raises(InternalErrorException):
            service.set_text_messages_by_admin(pool_id, "ann", wanted=True)

    assert factors(ann).sms_by_settings is wins
