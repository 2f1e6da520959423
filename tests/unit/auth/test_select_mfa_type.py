"""SELECT_MFA_TYPE: which of several second factors is given now."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User
from tests.support.accounts import refused, rows_of
from tests.support.second_factors import (
    PHONE,
    change_pool,
    give_factors,
    newest_code,
    token_code,
)
from tests.support.sign_in import Client, asked, tokens

SMS, TOKEN, EMAIL = SecondFactor.SMS, SecondFactor.SOFTWARE_TOKEN, SecondFactor.EMAIL


def begin(client: Client) -> str | None:
    """Give the password and return the Session of the choice."""
    challenge = asked(client.by_password())
    assert challenge.challenge == "SELECT_MFA_TYPE"
    return challenge.session


@pytest.mark.parametrize("mode", [MfaMode.ON, MfaMode.OPTIONAL])
def test_several_without_preference_are_to_choose_from(
    client: Client, ann: User, mode: MfaMode
) -> None:
    """The list has the user's own factors in the service's order; nothing was sent yet."""
    give_factors(client, ann, SMS, TOKEN, EMAIL)
    change_pool(client, mfa=mode)

    challenge = asked(client.by_password())

    assert challenge.challenge == "SELECT_MFA_TYPE"
    assert challenge.parameters == {
        "MFAS_CAN_CHOOSE": ("SMS_MFA", "SOFTWARE_TOKEN_MFA", "EMAIL_OTP"),
        "USER_ID_FOR_SRP": "ann",
    }
    assert list(client.world.services.mailbox.messages()) == []


@pytest.mark.parametrize("preferred", [SMS, TOKEN, EMAIL])
def test_a_preferred_one_is_asked_for_at_once(
    client: Client, ann: User, preferred: SecondFactor
) -> None:
    """Who prefers one is not asked which."""
    give_factors(client, ann, SMS, TOKEN, EMAIL, preferred=preferred)

    assert asked(client.by_password()).challenge == preferred.value


def test_a_preferred_one_that_cannot_be_given_is_none(client: Client, ann: User) -> None:
    """Who prefers text messages and has no number chooses among the others."""
    give_factors(client, ann, SMS, TOKEN, EMAIL, preferred=SMS)
    client.world.change_user(ann, attributes={"email": "ann@example.com"})

    challenge = asked(client.by_password())

    assert challenge.parameters["MFAS_CAN_CHOOSE"] == ("SOFTWARE_TOKEN_MFA", "EMAIL_OTP")


def test_addresses_of_who_has_set_nothing_are_to_choose_from(client: Client, ann: User) -> None:
    """Where everybody owes one, and the pool offers both, the user says where the code goes."""
    offers = SecondFactors(sms=True, email=True)
    change_pool(client, mfa=MfaMode.ON, second_factors=offers)
    client.world.change_user(ann, attributes={"email": "ann@example.com", "phone_number": PHONE})

    challenge = asked(client.by_password())

    assert challenge.parameters["MFAS_CAN_CHOOSE"] == ("SMS_MFA", "EMAIL_OTP")


@pytest.mark.parametrize(
    ("choice", "challenge", "key"),
    [
        ("SMS_MFA", "SMS_MFA", "SMS_MFA_CODE"),
        ("EMAIL_OTP", "EMAIL_OTP", "EMAIL_OTP_CODE"),
        ("EMAIL_MFA", "EMAIL_OTP", "EMAIL_OTP_CODE"),
        ("SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA", "SOFTWARE_TOKEN_MFA_CODE"),
    ],
)
def test_the_chosen_one_is_asked_for(
    client: Client, ann: User, choice: str, challenge: str, key: str
) -> None:
    """The next answer is the challenge that was chosen, with a Session of its own."""
    give_factors(client, ann, SMS, TOKEN, EMAIL)
    session = begin(client)

    chosen = asked(client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "ann", "ANSWER": choice}))

    assert (chosen.challenge, chosen.session != session) == (challenge, True)
    code = token_code(client) if choice == TOKEN else newest_code(client)
    tokens(client.answer(challenge, chosen.session, {"USERNAME": "ann", key: code}))


@pytest.mark.parametrize(
    "choice",
    ["EMAIL_OTP", "EMAIL_MFA", "MFA_SETUP", "PASSWORD", "sms_mfa", "SMS_OTP", "DONE", "NOTHING"],
)
def test_only_what_was_offered_can_be_chosen(client: Client, ann: User, choice: str) -> None:
    """Anything else is refused and spends nothing."""
    give_factors(client, ann, SMS, TOKEN)
    session = begin(client)
    before = rows_of(client.world)

    with refused(InvalidParameterException, texts.not_among_the_choices("ANSWER")):
        client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "ann", "ANSWER": choice})

    assert rows_of(client.world) == before
    client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "ann", "ANSWER": "SMS_MFA"})


def test_the_choice_must_be_there(client: Client, ann: User) -> None:
    """Without ANSWER an answer is incomplete."""
    give_factors(client, ann, SMS, TOKEN)

    with refused(InvalidParameterException, "Missing required parameter ANSWER"):
        client.answer("SELECT_MFA_TYPE", begin(client), {"USERNAME": "ann"})


def test_a_choice_is_made_once(client: Client, ann: User) -> None:
    """Its Session is spent with it, so that one password sends one code."""
    give_factors(client, ann, SMS, TOKEN)
    session = begin(client)
    answers = {"USERNAME": "ann", "ANSWER": "SMS_MFA"}
    client.answer("SELECT_MFA_TYPE", session, answers)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.answer("SELECT_MFA_TYPE", session, answers)
    assert len(list(client.world.services.mailbox.messages())) == 1


def test_the_session_of_the_choice_is_no_second_factor(client: Client, ann: User) -> None:
    """Neither it, nor the choice, passes for the challenge that was chosen."""
    give_factors(client, ann, SMS, TOKEN)
    session = begin(client)
    code = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(client)}

    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("SOFTWARE_TOKEN_MFA", session, code)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "bob", "ANSWER": "SMS_MFA"})


def test_what_went_away_meanwhile_cannot_be_chosen(client: Client, ann: User) -> None:
    """The list of the moment counts, not that of the challenge."""
    give_factors(client, ann, SMS, TOKEN)
    session = begin(client)
    client.world.change_user(ann, attributes={})

    with refused(InvalidParameterException):
        client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "ann", "ANSWER": "SMS_MFA"})


def test_a_choice_under_other_settings_still_leads_to_a_factor(client: Client, ann: User) -> None:
    """That the pool asks for nothing by now does not make the choice a way in."""
    give_factors(client, ann, SMS, TOKEN)
    session = begin(client)
    change_pool(client, mfa=MfaMode.OFF)

    chosen = client.answer("SELECT_MFA_TYPE", session, {"USERNAME": "ann", "ANSWER": "SMS_MFA"})

    assert asked(chosen).challenge == "SMS_MFA"
