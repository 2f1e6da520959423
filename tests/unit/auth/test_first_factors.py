"""AvailableChallenges: what the pool allows and the user has, in the order of the service."""

from __future__ import annotations

import pytest

from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User, UserStatus
from tests.support.second_factors import change_pool, give_factors
from tests.support.sign_in import PUBLIC_VALUE, Client, asked
from tests.support.world import World
from tests.unit.auth.choice_paths import EVERYTHING, offer_everything

PASSWORDS = ("PASSWORD_SRP", "PASSWORD")
CODES = ("EMAIL_OTP", "SMS_OTP")


def available(client: Client, username: str = "ann") -> tuple[str, ...]:
    """What the user is offered."""
    return asked(client.choose(username=username)).available


@pytest.mark.parametrize("username", ["ann", "nobody"])
@pytest.mark.parametrize(
    ("allowed", "expected"),
    [
        (("PASSWORD",), PASSWORDS),
        (("PASSWORD", "SMS_OTP"), (*PASSWORDS, "SMS_OTP")),
        (("SMS_OTP", "EMAIL_OTP", "PASSWORD"), (*PASSWORDS, *CODES)),
        (EVERYTHING, (*PASSWORDS, *CODES)),
    ],
)
def test_the_pool_decides_first(
    client: Client, ann: User, username: str, allowed: tuple[str, ...], expected: tuple[str, ...]
) -> None:
    """Nothing is offered that the pool does not allow; a typical user has the rest."""
    offer_everything(client, ann)
    change_pool(client, first_factors=allowed)

    assert available(client, username) == expected


def test_only_proven_addresses_get_codes(client: Client, ann: User) -> None:
    """An address that is there and not verified is none."""
    offer_everything(client, ann)
    client.world.change_user(
        ann,
        attributes={
            "email": "ann@example.com",
            "email_verified": "false",
            "phone_number": "+15555550123",
            "phone_number_verified": "true",
        },
    )

    assert available(client) == (*PASSWORDS, "SMS_OTP")


def test_who_has_no_password_is_offered_none(client: Client) -> None:
    """As after a sign-up without one."""
    pool = change_pool(client, first_factors=EVERYTHING)
    proven = {"email": "bob@example.com", "email_verified": "true"}
    client.world.add_user(pool, "bob", password=None, attributes=proven)

    assert available(client, "bob") == ("EMAIL_OTP",)


def test_a_temporary_password_is_all_there_is(client: Client, ann: User) -> None:
    """Whoever was invited proves that first (recorded)."""
    offer_everything(client, ann)
    client.world.change_user(ann, status=UserStatus.FORCE_CHANGE_PASSWORD)

    assert available(client) == PASSWORDS


def test_an_active_second_factor_leaves_passwords_alone(client: Client, ann: User) -> None:
    """A code is no second factor to a code."""
    offer_everything(client, ann)
    give_factors(client, ann, SecondFactor.SMS)

    assert available(client) == PASSWORDS


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_where_everybody_owes_a_second_factor_passwords_come_first(
    client: Client, ann: User, username: str
) -> None:
    """Whatever the pool allows besides."""
    offer_everything(client, ann)
    change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(software_token=True))

    assert available(client, username) == PASSWORDS


def test_a_factor_that_nobody_is_asked_for_hinders_nothing(client: Client, ann: User) -> None:
    """What was switched on and is off in the pool now, or not switched on."""
    offer_everything(client, ann)
    give_factors(client, ann)
    client.world.change_user(ann, attributes=_proven(client.world.user(ann)))
    assert available(client) == (*PASSWORDS, *CODES)

    give_factors(client, ann, SecondFactor.SMS)
    client.world.change_user(ann, attributes=_proven(client.world.user(ann)))
    change_pool(client, mfa=MfaMode.OFF)
    assert available(client) == (*PASSWORDS, *CODES)


@pytest.mark.parametrize("username", ["ann", "nobody"])
def test_a_deployment_without_verifiers_offers_no_srp(username: str) -> None:
    """Not in the list, and not when it is preferred."""
    world = World(srp_verifiers="never")
    pool = world.add_pool()
    world.add_user(pool)
    client = Client(world, world.add_client(pool))

    challenge = asked(client.choose("PASSWORD_SRP", username, SRP_A=PUBLIC_VALUE))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == ("PASSWORD",)


def _proven(user: User) -> dict[str, str]:
    return {**user.attributes, "phone_number_verified": "true"}
