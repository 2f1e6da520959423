"""Step-up: USER_AUTH with TARGET_ACR_VALUES, for who begins anew."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    FeatureUnavailableInTierException,
    InvalidParameterException,
)
from domain.model.attempt import State
from domain.model.factors import SecondFactor
from domain.model.user import User
from tests.support.accounts import Desk, refused
from tests.support.second_factors import PHONE, change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD
from tests.unit.auth.choice_paths import confirmed_sign_up, offer_everything
from tests.unit.auth.stepping_up import (
    PASSWORDS,
    acr,
    enter_token_code,
    loa,
    step_up,
    with_software_token,
)


@pytest.fixture(autouse=True)
def _everything(client: Client, ann: User) -> None:
    """A pool that lets people begin by anything, and Ann, who can."""
    offer_everything(client, ann)


@pytest.fixture
def token(client: Client) -> str:
    """An access token of Ann's, for her password."""
    return tokens(client.by_password()).access_token


def test_without_a_token_the_way_is_the_whole(client: Client, ann: User) -> None:
    """Only what leads to the level is offered, and then the rest is asked for."""
    with_software_token(client, ann)

    challenge = asked(step_up(client, loa(4)))

    assert challenge.challenge == "SELECT_CHALLENGE"
    assert challenge.available == PASSWORDS
    second = asked(client.select(challenge.session, "PASSWORD", PASSWORD=PASSWORD))
    assert acr(enter_token_code(client, second.session))[0] == loa(4)


def test_what_does_not_lead_there_cannot_be_chosen(client: Client, ann: User) -> None:
    """Nor preferred: a code alone is never the third level."""
    with_software_token(client, ann)
    challenge = asked(step_up(client, loa(3), PREFERRED_CHALLENGE="EMAIL_OTP"))

    assert (challenge.challenge, challenge.available) == ("SELECT_CHALLENGE", PASSWORDS)
    with refused(InvalidParameterException, texts.not_among_the_choices("ANSWER")):
        client.select(challenge.session, "SMS_OTP")


def test_the_lower_levels_need_less(client: Client) -> None:
    """A code alone is the second, a password alone the first."""
    challenge = asked(step_up(client, loa(2), PREFERRED_CHALLENGE="EMAIL_OTP"))
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}
    given = tokens(client.answer("EMAIL_OTP", challenge.session, answers))
    assert acr(given) == (loa(2), ["email_otp"])

    by_password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD}
    assert acr(tokens(step_up(client, loa(1), **by_password))) == (loa(1), ["pwd"])


def test_the_first_level_that_can_be_reached_is_aimed_at(client: Client, ann: User) -> None:
    """In the order of the list; what the pool does not know is not looked at."""
    change_pool(client, first_factors=("PASSWORD",))
    by_password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD}
    unknown = "urn:cognito:loa:5 x "
    assert acr(tokens(step_up(client, unknown + loa(4, 3, 1), **by_password)))[0] == loa(1)

    with_software_token(client, ann)
    assert asked(step_up(client, loa(4, 1), **by_password)).challenge == "SOFTWARE_TOKEN_MFA"
    assert acr(tokens(step_up(client, loa(1, 4), **by_password)))[0] == loa(1)


@pytest.mark.parametrize("name", ["ann", "nobody"])
def test_a_level_that_nothing_leads_to_is_refused(client: Client, name: str) -> None:
    """For who has no application, and for nobody alike."""
    with refused(InvalidParameterException, texts.NO_ACR_REACHABLE):
        client.choose(username=name, TARGET_ACR_VALUES=loa(4))


@pytest.mark.parametrize("levels", [loa(1), loa(2), loa(3), loa(4, 3)])
def test_nobody_is_offered_what_ann_is(client: Client, levels: str) -> None:
    """Under ENABLED a target tells no names apart."""
    known = asked(client.choose(TARGET_ACR_VALUES=levels))
    unknown = asked(client.choose(username="bob", TARGET_ACR_VALUES=levels))

    assert (known.challenge, known.available) == (unknown.challenge, unknown.available)
    assert len(known.session or "") == len(unknown.session or "")


@pytest.mark.parametrize("values", ["x", "urn:cognito:loa:5", " ", "urn:cognito:loa:4,"])
def test_no_level_that_the_pool_knows_is_an_error(client: Client, values: str) -> None:
    """Whoever asks."""
    for name in ("ann", "nobody"):
        with refused(InvalidParameterException, texts.NO_ACR_VALID):
            client.choose(username=name, TARGET_ACR_VALUES=values)


def test_levels_may_have_other_names(client: Client, ann: User) -> None:
    """A pool that renames one knows it by that name alone."""
    with_software_token(client, ann)
    change_pool(client, acr_names={"Level4": "gold"})

    assert asked(step_up(client, "gold")).available == PASSWORDS
    with refused(InvalidParameterException, texts.NO_ACR_VALID):
        step_up(client, loa(4))


def test_an_address_that_was_never_proven_reaches_nothing(client: Client, ann: User) -> None:
    """Whoever knows the password could have put any there."""
    client.world.change_user(ann, attributes={"email": "ann@example.com", "phone_number": PHONE})

    with refused(InvalidParameterException, texts.NO_ACR_REACHABLE):
        step_up(client, loa(3))


def test_a_factor_that_the_pool_demands_is_demanded(client: Client, ann: User) -> None:
    """A lower target takes nothing away from what is owed anyway."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)
    by_password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD}

    challenge = asked(step_up(client, loa(1), **by_password))

    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"


def test_an_active_factor_that_does_not_reach_is_not_asked(client: Client, ann: User) -> None:
    """Of the user's two factors the one that leads to the level, preferred or not."""
    give_factors(
        client,
        ann,
        SecondFactor.SMS,
        SecondFactor.SOFTWARE_TOKEN,
        preferred=SecondFactor.SMS,
    )
    by_password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD}

    assert asked(step_up(client, loa(4), **by_password)).challenge == "SOFTWARE_TOKEN_MFA"
    assert asked(step_up(client, loa(3), **by_password)).challenge == "SMS_MFA"


def test_a_sign_up_may_be_stepped_up(client: Client, ann: User) -> None:
    """The confirmation is not enough for the third level: a password is asked for, and counts."""
    confirmed_sign_up(client, ann)
    desk = Desk(client.world, client.client)
    answer = desk.public(
        "SignUp",
        Username="cat",
        Password=PASSWORD,
        UserAttributes=[{"Name": "email", "Value": "cat@example.com"}],
    )
    confirmed = desk.public(
        "ConfirmSignUp", Username="cat", ConfirmationCode=desk.code(), Session=answer["Session"]
    )

    challenge = asked(
        client.choose(username="cat", session=confirmed["Session"], TARGET_ACR_VALUES=loa(3))
    )

    assert (challenge.challenge, challenge.available) == (State.SELECT_CHALLENGE, PASSWORDS)
    given = tokens(client.select(challenge.session, "PASSWORD", "cat", PASSWORD=PASSWORD))
    assert acr(given) == (loa(3), ["email_otp", "pwd", "mfa"])


def test_the_lower_plan_has_no_step_up(client: Client, token: str) -> None:
    """As it has no choice-based sign-in."""
    change_pool(client, tier="LITE")

    with refused(FeatureUnavailableInTierException):
        step_up(client, loa(1), token)
