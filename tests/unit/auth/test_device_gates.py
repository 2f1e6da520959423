"""When a remembered device is asked, and when it stands in for the second factor (ruling 6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from adapters.storage.memory import MemoryStore
from domain.errors import InvalidUserPoolConfigurationException, NotAuthorizedException
from domain.model.factors import SecondFactor
from domain.model.identifiers import Sub
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User, UserStatus
from tests.support.accounts import Functions
from tests.support.devices import KEY, by_password, give_device, stored, track
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, POOL_ID, World
from tests.unit.auth.choice_paths import offer_everything

NEW = "Brand-new0ne"
OFF, OPTIONAL, ON = MfaMode.OFF, MfaMode.OPTIONAL, MfaMode.ON


@pytest.fixture
def world() -> World:
    """A world whose functions take the device back or forget it at the last moment, if named."""
    store = MemoryStore()

    def take_back(event: Mapping[str, Any]) -> Mapping[str, object]:
        sub = Sub(event["request"]["userAttributes"]["sub"])
        with store.writing() as unit:
            unit.devices.remember(POOL_ID, sub, KEY, remembered=False, by_mfa=False, at_ms=0)
        return {}

    def forget(event: Mapping[str, Any]) -> Mapping[str, object]:
        with store.writing() as unit:
            unit.devices.remove(POOL_ID, Sub(event["request"]["userAttributes"]["sub"]), KEY)
        return {}

    functions = Functions(PostAuthentication=take_back, PreTokenGeneration=forget)
    return World(store=store, triggers=functions)


def by_code(client: Client, session: str | None) -> dict[str, str]:
    """The answers to SMS_MFA."""
    return {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(client)}


@pytest.mark.parametrize(
    ("mfa", "challenge_on_new", "by_mfa", "first"),
    [
        (OFF, True, True, "DEVICE_SRP_AUTH"),
        (OFF, True, False, "DEVICE_SRP_AUTH"),
        (OFF, False, True, "DEVICE_SRP_AUTH"),
        (OFF, False, False, "DEVICE_SRP_AUTH"),
        (OPTIONAL, True, True, "DEVICE_SRP_AUTH"),
        (OPTIONAL, True, False, "SMS_MFA"),
        (OPTIONAL, False, True, "SMS_MFA"),
        (OPTIONAL, False, False, "SMS_MFA"),
        (ON, True, True, "DEVICE_SRP_AUTH"),
        (ON, True, False, "SMS_MFA"),
        (ON, False, True, "SMS_MFA"),
        (ON, False, False, "SMS_MFA"),
    ],
)
def test_a_device_stands_in_only_where_pool_and_device_allow_it(
    client: Client, ann: User, mfa: MfaMode, challenge_on_new: bool, by_mfa: bool, first: str
) -> None:
    """Whatever comes first, the device is asked in the end, and tokens come after its proof."""
    give_factors(client, ann, SecondFactor.SMS)
    change_pool(client, mfa=mfa)
    track(client, challenge_on_new=challenge_on_new)
    phone = give_device(client, ann, by_mfa=by_mfa)

    challenge = asked(by_password(client))

    assert challenge.challenge == first
    if first == "SMS_MFA":
        answers = by_code(client, challenge.session)
        challenge = asked(client.answer("SMS_MFA", challenge.session, answers))
    assert tokens(phone.prove(client, challenge)).refresh_token


@pytest.mark.parametrize("changes", [{"remembered": False}, {"sealed_verifier": None}])
@pytest.mark.parametrize("challenge_on_new", [True, False])
def test_a_device_that_cannot_be_asked_opens_nothing(
    client: Client, ann: User, challenge_on_new: bool, changes: dict[str, None]
) -> None:
    """Not remembered, or without verifier: the second factor is due, and no device is asked."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=challenge_on_new)
    give_device(client, ann, by_mfa=True, **changes)

    challenge = asked(by_password(client))
    given = tokens(client.answer("SMS_MFA", challenge.session, by_code(client, challenge.session)))

    assert challenge.challenge == "SMS_MFA"
    assert given.new_device is None


def test_a_device_without_mfa_that_cannot_be_asked_is_not_asked(client: Client, ann: User) -> None:
    """Where nothing is due, its sign-in is one like any other."""
    track(client)
    give_device(client, ann, remembered=False)

    assert tokens(by_password(client)).new_device is None


def test_a_pool_that_tracks_no_devices_looks_at_none(client: Client, ann: User) -> None:
    """DEVICE_KEY is ignored, whether there is such a device or not."""
    give_device(client, ann, by_mfa=True)

    assert tokens(by_password(client)).new_device is None
    assert tokens(by_password(client, "us-east-1_0")).new_device is None


def test_a_device_is_asked_before_a_choice_it_saves(client: Client, ann: User) -> None:
    """A user with several second factors chooses none while the device stands in."""
    give_factors(client, ann, SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann, by_mfa=True)

    assert tokens(phone.prove(client, asked(by_password(client)))).refresh_token


def test_a_device_comes_after_a_new_password(client: Client, ann: User) -> None:
    """NEW_PASSWORD_REQUIRED precedes every other gate."""
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann, by_mfa=True)

    challenge = asked(by_password(client))
    answers = {"USERNAME": "ann", "NEW_PASSWORD": NEW}
    chosen = asked(client.answer("NEW_PASSWORD_REQUIRED", challenge.session, answers))

    assert tokens(phone.prove(client, chosen)).refresh_token


def test_a_device_named_with_the_code_is_asked_too(client: Client, ann: User) -> None:
    """A key that comes as late as with the second factor leads to the same question."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client)
    phone = give_device(client, ann)
    session = asked(client.by_password()).session

    answers = {**by_code(client, session), "DEVICE_KEY": KEY}
    challenge = asked(client.answer("SMS_MFA", session, answers))

    assert tokens(phone.prove(client, challenge)).refresh_token


def test_a_device_that_stands_in_saves_setting_up(client: Client, ann: User) -> None:
    """Where everybody owes a factor and the user has lost his, his device still signs him in."""
    change_pool(client, mfa=ON, second_factors=SecondFactors(software_token=True))
    track(client, challenge_on_new=True)
    phone = give_device(client, ann, by_mfa=True)

    assert tokens(phone.prove(client, asked(by_password(client)))).refresh_token


def test_a_choice_of_factors_ends_with_the_device(client: Client, ann: User) -> None:
    """In USER_AUTH both steps carry a Session, after a password as after a code."""
    offer_everything(client, ann)
    track(client)
    phone = give_device(client, ann)
    session = asked(client.choose("EMAIL_OTP", DEVICE_KEY=KEY)).session
    code = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}

    for challenge in (
        asked(client.choose("PASSWORD", PASSWORD=PASSWORD, DEVICE_KEY=KEY)),
        asked(client.answer("EMAIL_OTP", session, code)),
    ):
        assert challenge.challenge == "DEVICE_SRP_AUTH"
        wanted = asked(client.answer("DEVICE_SRP_AUTH", challenge.session, phone.begins))
        assert wanted.session
        answers = phone.proof(client, wanted)
        done = client.answer("DEVICE_PASSWORD_VERIFIER", wanted.session, answers)
        assert tokens(done).new_device is None


def test_no_device_is_asked_where_the_way_ends(client: Client, ann: User) -> None:
    """Where a factor is owed that nobody can give, a device that does not stand in is no way on."""
    change_pool(client, mfa=ON, second_factors=SecondFactors())
    track(client)
    give_device(client, ann)

    with pytest.raises(InvalidUserPoolConfigurationException):
        by_password(client)


def test_a_device_that_was_asked_beside_a_code_stands_in_from_then_on(
    client: Client, ann: User
) -> None:
    """MFA that came after the device is asked for once; then the device counts again."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann)
    before = stored(client, ann)
    assert before is not None
    client.world.clock.advance(s=60)
    session = asked(by_password(client)).session
    challenge = asked(client.answer("SMS_MFA", session, by_code(client, session)))
    tokens(phone.prove(client, challenge))

    now_ms = client.world.clock.now_ms()
    trusted = replace(before, by_mfa=True, modified_at_ms=now_ms, authenticated_at_ms=now_ms)
    assert stored(client, ann) == trusted
    assert tokens(phone.prove(client, asked(by_password(client)))).refresh_token


def test_a_device_gains_nothing_by_its_own_proof(client: Client, ann: User) -> None:
    """Signing in by password and device is no multi-factor authentication."""
    track(client, challenge_on_new=True)
    phone = give_device(client, ann)
    tokens(phone.prove(client, asked(by_password(client))))
    give_factors(client, ann, SecondFactor.SMS)

    assert asked(by_password(client)).challenge == "SMS_MFA"


@pytest.mark.parametrize("function", ["PostAuthentication", "PreTokenGeneration"])
def test_a_device_that_is_no_longer_wanted_does_not_stand_in(
    client: Client, ann: User, function: str
) -> None:
    """Where its user takes it back or forgets it while it proves itself, that stands: no tokens."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann, by_mfa=True)
    challenge = asked(by_password(client))
    assert challenge.challenge == "DEVICE_SRP_AUTH"
    change_pool(client, triggers=Functions(**{function: {}}).arns)

    with pytest.raises(NotAuthorizedException, match=r"Invalid session for the user\."):
        phone.prove(client, challenge)

    device = stored(client, ann)
    assert device is None or (device.remembered, device.by_mfa) == (False, False)


def test_a_device_that_is_no_longer_wanted_is_not_trusted(client: Client, ann: User) -> None:
    """Where that happens beside a second factor, the device gains nothing either."""
    give_factors(client, ann, SecondFactor.SMS)
    track(client, challenge_on_new=True)
    phone = give_device(client, ann)
    session = asked(by_password(client)).session
    challenge = asked(client.answer("SMS_MFA", session, by_code(client, session)))
    change_pool(client, triggers=Functions(PostAuthentication={}).arns)

    with pytest.raises(NotAuthorizedException, match=r"Invalid session for the user\."):
        phone.prove(client, challenge)

    device = stored(client, ann)
    assert device is not None
    assert (device.remembered, device.by_mfa) == (False, False)
