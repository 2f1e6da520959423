"""ConfirmDevice: a device keeps the key that its sign-in was given."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from domain import texts
from domain.accounts.device_keys import group_key_of
from domain.errors import (
    DeviceKeyExistsException,
    InvalidParameterException,
    InvalidUserPoolConfigurationException,
    NotAuthorizedException,
    TooManyRequestsException,
    UserNotFoundException,
)
from domain.model.client import Validity
from domain.model.device import Device
from domain.model.factors import SecondFactor
from domain.model.pool import DeviceTracking
from domain.model.token import IssuedTokens
from domain.model.user import User
from tests.support.accounts import Desk, refused, rows_of
from tests.support.devices import OTHER_KEY, Phone, by_password, stored
from tests.support.parallel import outcomes
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import asked, tokens
from tests.support.world import World
from tests.unit.accounts.conftest import MakeDesk

NAME = "Ann's telephone"


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A pool that tracks devices and remembers them at once."""
    return make_desk(devices=DeviceTracking())


@pytest.fixture
def ann(desk: Desk) -> User:
    """A confirmed user."""
    return add_ann(desk)


def add_ann(desk: Desk) -> User:
    """Store the user."""
    pool = desk.world.services.catalog.pool(desk.client.pool_id)
    return desk.world.add_user(pool)


def phone_of(given: IssuedTokens) -> Phone:
    """The device that a sign-in gave names to."""
    assert given.new_device is not None
    return Phone(key=given.new_device.key, group_key=given.new_device.group_key)


def confirm(desk: Desk, given: IssuedTokens, phone: Phone, **members: Any) -> Any:  # noqa: ANN401 - a response
    """ConfirmDevice, with a verifier unless told otherwise."""
    members.setdefault("DeviceSecretVerifierConfig", phone.secret)
    chosen = {name: value for name, value in members.items() if value is not None}
    request = {"AccessToken": given.access_token, "DeviceKey": phone.key, **chosen}
    return desk.call("ConfirmDevice", **request)


def kept(desk: Desk, ann: User, phone: Phone) -> Device:
    """The device as it is stored."""
    device = stored(desk.sign_in, ann, phone.key)
    assert device is not None
    return device


def test_a_confirmed_device_is_kept(desk: Desk, ann: User) -> None:
    """With its name, where it comes from, and the group key that entered its verifier."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)

    assert confirm(desk, given, phone, DeviceName=NAME) == {"UserConfirmationNecessary": False}

    device, now_ms = kept(desk, ann, phone), desk.world.clock.now_ms()
    assert device == Device(
        pool_id=ann.pool_id,
        sub=ann.sub,
        key=phone.key,
        group_key=group_key_of(ann.pool_id),
        name=NAME,
        sealed_verifier=device.sealed_verifier,
        remembered=True,
        by_mfa=False,
        created_at_ms=now_ms,
        modified_at_ms=now_ms,
        authenticated_at_ms=now_ms,
        last_ip="127.0.0.1",
    )


def test_a_confirmed_device_proves_itself(desk: Desk, ann: User) -> None:
    """What was sent at confirmation is what the next sign-in is checked against."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)

    challenge = asked(by_password(desk.sign_in, phone.key))
    assert tokens(phone.prove(desk.sign_in, challenge)).new_device is None


def test_a_pool_may_ask_before_it_remembers(make_desk: MakeDesk) -> None:
    """There the device is kept and not asked, until its user says that it is to be remembered."""
    desk = make_desk(devices=DeviceTracking(only_on_prompt=True))
    ann = add_ann(desk)
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)

    assert confirm(desk, given, phone) == {"UserConfirmationNecessary": True}
    assert not kept(desk, ann, phone).remembered
    assert tokens(by_password(desk.sign_in, phone.key)).new_device is None


def test_a_device_without_verifier_is_kept_and_not_asked(desk: Desk, ann: User) -> None:
    """DeviceSecretVerifierConfig is optional; without it there is nothing to prove."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)

    confirm(desk, given, phone, DeviceSecretVerifierConfig=None)

    assert kept(desk, ann, phone).sealed_verifier is None
    assert tokens(by_password(desk.sign_in, phone.key)).refresh_token


def test_where_no_verifiers_are_kept_no_device_is_asked(make_desk: MakeDesk) -> None:
    """A deployment without SRP verifiers keeps none of devices either (ruling 39)."""
    desk = make_desk(world=World(srp_verifiers="never"), devices=DeviceTracking())
    ann = add_ann(desk)
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)

    confirm(desk, given, phone)

    assert kept(desk, ann, phone).sealed_verifier is None
    assert tokens(by_password(desk.sign_in, phone.key)).refresh_token


@pytest.mark.parametrize(
    "secret",
    [
        {},
        {"Salt": "AAAA"},
        {"PasswordVerifier": "AAAA"},
        {"Salt": "AQ==", "PasswordVerifier": "AQ=="},
        {"Salt": "AA==", "PasswordVerifier": "Ag=="},
        {"Salt": "AQ==", "PasswordVerifier": "not base64"},
    ],
)
@pytest.mark.parametrize("verifiers", ["always", "never"])
def test_a_verifier_that_is_none_is_refused(
    make_desk: MakeDesk, secret: dict[str, str], verifiers: str
) -> None:
    """Half a verifier, one that proves nothing, and what is not base64; nothing is kept."""
    desk = make_desk(world=World(srp_verifiers=verifiers), devices=DeviceTracking())
    add_ann(desk)
    given = tokens(desk.sign_in.by_password())
    before = rows_of(desk.world)

    with refused(InvalidParameterException, texts.DEVICE_VERIFIER_INVALID):
        confirm(desk, given, phone_of(given), DeviceSecretVerifierConfig=secret)

    assert rows_of(desk.world) == before


def test_only_the_key_of_the_very_sign_in_is_confirmed(desk: Desk, ann: User) -> None:
    """Neither an invented key nor that of another sign-in of the same user, or of another user."""
    pool = desk.world.services.catalog.pool(ann.pool_id)
    desk.world.add_user(pool, "bob")
    given, other = (tokens(desk.sign_in.by_password()) for _ in range(2))
    bobs = tokens(desk.sign_in.by_password("bob"))

    for phone in (Phone(), phone_of(other), phone_of(bobs)):
        with refused(InvalidParameterException, texts.DEVICE_KEY_INVALID):
            confirm(desk, given, phone)
        assert stored(desk.sign_in, ann, phone.key) is None


def test_a_device_is_confirmed_once(desk: Desk, ann: User) -> None:
    """A second confirmation is refused and does not exchange the verifier."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)
    before = kept(desk, ann, phone)

    with refused(DeviceKeyExistsException):
        confirm(desk, given, Phone(key=phone.key, password="of a thief"))

    assert kept(desk, ann, phone) == before


def test_a_sign_in_from_a_device_confirms_no_other(desk: Desk, ann: User) -> None:
    """Its token names the device that is there already."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)
    again = tokens(phone.prove(desk.sign_in, asked(by_password(desk.sign_in, phone.key))))

    with refused(DeviceKeyExistsException):
        confirm(desk, again, phone)
    with refused(InvalidParameterException, texts.DEVICE_KEY_INVALID):
        confirm(desk, again, Phone(key=OTHER_KEY))


@pytest.mark.parametrize("by_admin", [True, False])
def test_a_forgotten_device_is_not_confirmed_again(desk: Desk, ann: User, by_admin: bool) -> None:
    """No token of before brings it back: neither that of its sign-in nor that of a later one."""
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)
    again = tokens(phone.prove(desk.sign_in, asked(by_password(desk.sign_in, phone.key))))
    if by_admin:
        desk.admin("AdminForgetDevice", DeviceKey=phone.key)
    else:
        desk.call("ForgetDevice", AccessToken=given.access_token, DeviceKey=phone.key)
    desk.world.clock.advance(s=3_599)
    with desk.world.store.writing() as unit:
        unit.sweeper.sweep(desk.world.clock.now_ms(), 100)

    for older in (given, again):
        with refused(InvalidParameterException, texts.DEVICE_KEY_INVALID):
            confirm(desk, older, phone)
    assert stored(desk.sign_in, ann, phone.key) is None


def test_a_forgotten_key_is_remembered_as_long_as_any_token(make_desk: MakeDesk) -> None:
    """An access token lives a day at most; the key stays forgotten for as long."""
    desk = make_desk(devices=DeviceTracking(), client_access_token=Validity(value=24))
    ann = add_ann(desk)
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)
    desk.call("ForgetDevice", AccessToken=given.access_token, DeviceKey=phone.key)
    desk.world.clock.advance(s=86_399)
    with desk.world.store.writing() as unit:
        unit.sweeper.sweep(desk.world.clock.now_ms(), 100)

    with refused(InvalidParameterException, texts.DEVICE_KEY_INVALID):
        confirm(desk, given, phone)
    assert stored(desk.sign_in, ann, phone.key) is None


def by_code(desk: Desk, ann: User) -> IssuedTokens:
    """Sign Ann in with a second factor."""
    give_factors(desk.sign_in, ann, SecondFactor.SMS)
    session = asked(desk.sign_in.by_password()).session
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(desk.sign_in)}
    return tokens(desk.sign_in.answer("SMS_MFA", session, answers))


def test_a_device_confirmed_after_mfa_stands_in_for_it(make_desk: MakeDesk) -> None:
    """The next sign-in from it asks for the device instead of the code."""
    desk = make_desk(devices=DeviceTracking(challenge_on_new=True))
    ann = add_ann(desk)
    given = by_code(desk, ann)
    phone = phone_of(given)
    confirm(desk, given, phone)

    assert kept(desk, ann, phone).by_mfa
    assert tokens(
        phone.prove(desk.sign_in, asked(by_password(desk.sign_in, phone.key)))
    ).refresh_token


def test_a_device_confirmed_without_mfa_does_not(make_desk: MakeDesk) -> None:
    """A sign-in by password alone lets no device replace what was never given."""
    desk = make_desk(devices=DeviceTracking(challenge_on_new=True))
    ann = add_ann(desk)
    given = tokens(desk.sign_in.by_password())
    phone = phone_of(given)
    confirm(desk, given, phone)
    give_factors(desk.sign_in, ann, SecondFactor.SMS)

    assert not kept(desk, ann, phone).by_mfa
    assert asked(by_password(desk.sign_in, phone.key)).challenge == "SMS_MFA"


def test_a_client_without_revocation_confirms_devices(make_desk: MakeDesk) -> None:
    """Its tokens name no sign-in, but they name the device; that it passed MFA is not known."""
    desk = make_desk(
        devices=DeviceTracking(challenge_on_new=True), client_enable_token_revocation=False
    )
    ann = add_ann(desk)
    given = by_code(desk, ann)
    phone = phone_of(given)
    with refused(InvalidParameterException, texts.DEVICE_KEY_INVALID):
        confirm(desk, given, Phone(key=OTHER_KEY))

    confirm(desk, given, phone)

    assert not kept(desk, ann, phone).by_mfa


def test_a_pool_that_tracks_no_devices_confirms_none(desk: Desk, ann: User) -> None:
    """Also where it did when the sign-in was given its key."""
    given = tokens(desk.sign_in.by_password())
    change_pool(desk.sign_in, devices=None)

    with refused(InvalidUserPoolConfigurationException, texts.DEVICES_NOT_TRACKED):
        confirm(desk, given, phone_of(given))


def _signed_out(desk: Desk) -> None:
    desk.admin("AdminUserGlobalSignOut")


def _disabled(desk: Desk) -> None:
    desk.admin("AdminDisableUser")


def _deleted(desk: Desk) -> None:
    desk.admin("AdminDeleteUser")


@pytest.mark.parametrize(
    ("end", "error"),
    [
        (_signed_out, NotAuthorizedException),
        (_disabled, NotAuthorizedException),
        (_deleted, UserNotFoundException),
    ],
)
def test_an_ended_sign_in_confirms_nothing(
    desk: Desk, ann: User, end: Callable[[Desk], None], error: type[Exception]
) -> None:
    """A device must not outlive what ended the sign-in that it comes from."""
    given = tokens(desk.sign_in.by_password())
    end(desk)

    with pytest.raises(error):
        confirm(desk, given, phone_of(given))
    assert stored(desk.sign_in, ann, phone_of(given).key) is None


def test_of_many_confirmations_one_succeeds(desk: Desk, ann: User) -> None:
    """Eight at once leave one device, with the verifier of the one that was told so."""
    given = tokens(desk.sign_in.by_password())
    phones = [replace(phone_of(given), password=f"number {number}") for number in range(8)]
    results = outcomes(8, lambda number: confirm(desk, given, phones[number]))

    winners = [phone for phone, each in zip(phones, results, strict=True) if isinstance(each, dict)]
    assert len(winners) == 1
    assert all(
        isinstance(each, dict | DeviceKeyExistsException | TooManyRequestsException)
        for each in results
    )
    challenge = asked(by_password(desk.sign_in, winners[0].key))
    assert tokens(winners[0].prove(desk.sign_in, challenge)).refresh_token
