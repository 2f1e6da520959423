"""`satisfied`, the condition before the tokens: what it asks although other rows asked it too."""

from __future__ import annotations

from dataclasses import replace

import pytest

from domain.auth.guards import satisfied
from domain.auth.step import Progress
from domain.model.attempt import Flow, State
from domain.model.factors import Factor, SecondFactor, UserFactors
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import UserStatus
from tests.support.people import ANN, POOL, beginning

ALL = SecondFactors(sms=True, software_token=True, email=True)
ADDRESSES = {"email": "ann@example.com", "phone_number": "+15555550123"}


def proven(progress: Progress, *factors: Factor) -> bool:
    """Whether a sign-in that has proven these, in this order, gets tokens."""
    attempt = replace(progress.attempt, state=State.PROVED, proven=factors)
    return satisfied(replace(progress, attempt=attempt))


def owing(*enabled: SecondFactor, mfa: MfaMode = MfaMode.OPTIONAL) -> Progress:
    """A sign-in of Ann, who has these second factors switched on."""
    factors = UserFactors(enabled=enabled, token_verified=SecondFactor.SOFTWARE_TOKEN in enabled)
    user = replace(ANN, factors=factors, attributes=ADDRESSES)
    return beginning(pool=replace(POOL, mfa=mfa, second_factors=ALL), user=user)


@pytest.mark.parametrize(
    ("flow", "factor", "suffices"),
    [
        (Flow.USER_SRP_AUTH, Factor.PASSWORD, True),
        (Flow.USER_SRP_AUTH, Factor.EMAIL, False),
        (Flow.ADMIN_NO_SRP_AUTH, Factor.CUSTOM, False),
        (Flow.CUSTOM_AUTH, Factor.CUSTOM, True),
        (Flow.CUSTOM_AUTH, Factor.PASSWORD, False),
        (Flow.USER_AUTH, Factor.PASSWORD, True),
        (Flow.USER_AUTH, Factor.EMAIL, True),
        (Flow.USER_AUTH, Factor.ROAMING_PASSKEY, True),
        (Flow.USER_AUTH, Factor.SOFTWARE_TOKEN, False),
        (Flow.USER_AUTH, Factor.CUSTOM, False),
        (Flow.USER_AUTH, Factor.DEVICE, False),
        (Flow.USER_AUTH, Factor.USER_VERIFICATION, False),
    ],
)
def test_a_flow_begins_with_what_is_its_own(flow: Flow, factor: Factor, suffices: bool) -> None:
    """A proof of another kind lets nobody in, however he came by it."""
    assert proven(beginning(flow=flow), factor) is suffices


@pytest.mark.parametrize("flow", Flow)
def test_nothing_proven_is_not_enough(flow: Flow) -> None:
    """Whatever the flow."""
    assert not proven(beginning(flow=flow))


def test_a_second_factor_is_one_of_the_users_own() -> None:
    """A code by text message opens nothing where an application was to show one."""
    ann = owing(SecondFactor.SOFTWARE_TOKEN)

    assert not proven(ann, Factor.PASSWORD)
    assert not proven(ann, Factor.PASSWORD, Factor.SMS)
    assert proven(ann, Factor.PASSWORD, Factor.SOFTWARE_TOKEN)


def test_a_preferred_second_factor_is_the_only_one() -> None:
    """Others that are switched on are not asked for, and do not count."""
    ann = owing(SecondFactor.SMS, SecondFactor.EMAIL)
    assert ann.user is not None
    factors = replace(ann.user.factors, preferred=SecondFactor.SMS)
    prefers = replace(ann, user=replace(ann.user, factors=factors))

    assert proven(ann, Factor.PASSWORD, Factor.EMAIL)
    assert not proven(prefers, Factor.PASSWORD, Factor.EMAIL)
    assert proven(prefers, Factor.PASSWORD, Factor.SMS)


def test_the_first_factor_is_no_second_one() -> None:
    """A sign-in that began with a code owes another proof."""
    ann = owing(SecondFactor.EMAIL)
    began = replace(ann, attempt=replace(ann.attempt, flow=Flow.USER_AUTH))

    assert not proven(began, Factor.EMAIL)
    assert not proven(began, Factor.EMAIL, Factor.SMS)
    assert proven(began, Factor.PASSWORD, Factor.EMAIL)


@pytest.mark.parametrize(
    "status", [each for each in UserStatus if each is not UserStatus.CONFIRMED]
)
def test_a_status_that_forbids_it_is_asked_again(status: UserStatus) -> None:
    """A temporary password included."""
    assert not proven(beginning(user=replace(ANN, status=status)), Factor.PASSWORD)


def test_a_disabled_user_and_nobody_are_asked_again() -> None:
    """Whatever the hub before it has let on."""
    assert not proven(beginning(user=replace(ANN, enabled=False)), Factor.PASSWORD)
    assert not proven(beginning(user=None), Factor.PASSWORD)


def test_tokens_come_from_the_hub_of_the_gates_alone() -> None:
    """In no other state is anything satisfied."""
    ann = beginning()
    for state in set(State) - {State.PROVED}:
        attempt = replace(ann.attempt, state=state, proven=(Factor.PASSWORD,))
        assert not satisfied(replace(ann, attempt=attempt))
