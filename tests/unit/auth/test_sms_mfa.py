"""SMS_MFA beside what test_second_factor_codes says of all such challenges."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import CodeMismatchException, InvalidSmsRoleAccessPolicyException
from domain.model.factors import SecondFactor
from domain.model.pool import MessageTemplates, MfaMode, SecondFactors
from domain.model.user import User
from tests.support.accounts import refused, without_channels
from tests.support.second_factors import PHONE, change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens


@pytest.fixture
def bob(client: Client) -> User:
    """A user with a telephone number that nobody has proven."""
    pool = change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(sms=True))
    return client.world.add_user(pool, "bob", attributes={"phone_number": PHONE})


def answer(client: Client, session: str | None, code: str, username: str = "bob") -> None:
    """Give the code."""
    answers = {"USERNAME": username, "SMS_MFA_CODE": code}
    tokens(client.answer("SMS_MFA", session, answers))


def test_a_code_goes_to_the_telephone(client: Client, ann: User) -> None:
    """Six digits, in the pool's own words; the client sees where it went, in stars."""
    give_factors(client, ann, SecondFactor.SMS)
    change_pool(client, messages=MessageTemplates(authentication_sms="Sign in: {####}"))

    challenge = asked(client.by_password())

    assert challenge.challenge == "SMS_MFA"
    assert challenge.parameters == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "SMS",
        "CODE_DELIVERY_DESTINATION": "+*******0123",
        "USER_ID_FOR_SRP": "ann",
    }
    (message,) = client.world.services.mailbox.messages()
    assert (message.to, message.purpose) == (PHONE, "Authentication")
    assert message.body == f"Sign in: {message.code}"
    assert len(message.code) == 6


@pytest.mark.usefixtures("bob")
def test_each_sign_in_has_its_own_code(client: Client) -> None:
    """The code of one sign-in is wrong in another."""
    earlier, code = asked(client.by_password("bob")).session, newest_code(client)
    later = asked(client.by_password("bob")).session
    if newest_code(client) != code:  # one time in a million the two are equal
        with refused(CodeMismatchException):
            answer(client, later, code)
    answer(client, earlier, code)


def test_a_right_code_proves_the_number(client: Client, bob: User) -> None:
    """Where everybody owes a second factor an unproven number serves, and is proven by it."""
    answer(client, asked(client.by_password("bob")).session, newest_code(client))

    assert client.world.user(bob).is_verified("phone_number")


def test_a_wrong_code_proves_no_number(client: Client, bob: User) -> None:
    """It stays as it was."""
    session = asked(client.by_password("bob")).session
    with refused(CodeMismatchException):
        answer(client, session, "none")

    assert not client.world.user(bob).is_verified("phone_number")


def test_a_code_to_another_number_proves_nothing(client: Client, bob: User) -> None:
    """Who has another number meanwhile has not read what was sent to the first (SEC-20)."""
    session = asked(client.by_password("bob")).session
    client.world.change_user(bob, attributes={"phone_number": "+15555550199"})

    with refused(CodeMismatchException, texts.CODE_OR_STATE_INVALID):
        answer(client, session, newest_code(client))


def test_a_number_that_went_away_is_asked_for_no_more(client: Client, ann: User) -> None:
    """Who has text messages on and no number is asked for what he has."""
    give_factors(client, ann, SecondFactor.SMS, SecondFactor.EMAIL)
    client.world.change_user(ann, attributes={"email": "ann@example.com"})

    assert asked(client.by_password()).challenge == "EMAIL_OTP"


def test_without_a_channel_nobody_is_let_in() -> None:
    """What cannot be sent refuses the sign-in, by the error that is declared for it."""
    world = without_channels()
    client = Client(world, world.add_client(world.add_pool()))
    pool = change_pool(client, mfa=MfaMode.ON, second_factors=SecondFactors(sms=True))
    world.add_user(pool, "bob", attributes={"phone_number": PHONE})

    with refused(InvalidSmsRoleAccessPolicyException):
        client.by_password("bob")
