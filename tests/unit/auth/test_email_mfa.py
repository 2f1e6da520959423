"""EMAIL_OTP as second factor, beside what test_second_factor_codes says of all such challenges."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import CodeMismatchException, InvalidEmailRoleAccessPolicyException
from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from domain.model.user import User
from tests.support.accounts import refused, without_channels
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens

ADDRESS = "bob@example.com"
OFFERS = SecondFactors(email=True, email_message="Use {####}", email_subject="A code")


@pytest.fixture
def bob(client: Client) -> User:
    """A user with an address that nobody has proven, where everybody owes a second factor."""
    pool = change_pool(client, mfa=MfaMode.ON, second_factors=OFFERS)
    return client.world.add_user(pool, "bob", attributes={"email": ADDRESS})


def answer(client: Client, session: str | None, code: str) -> None:
    """Give the code."""
    answers = {"USERNAME": "bob", "EMAIL_OTP_CODE": code}
    tokens(client.answer("EMAIL_OTP", session, answers))


@pytest.mark.usefixtures("bob")
def test_a_code_goes_to_the_address(client: Client) -> None:
    """Six digits, in the words of EmailMfaConfiguration; the client sees a masked address."""
    challenge = asked(client.by_password("bob"))

    assert challenge.challenge == "EMAIL_OTP"
    assert challenge.parameters == {
        "CODE_DELIVERY_DELIVERY_MEDIUM": "EMAIL",
        "CODE_DELIVERY_DESTINATION": "b***@e***",
        "USER_ID_FOR_SRP": "bob",
    }
    (message,) = client.world.services.mailbox.messages()
    assert (message.to, message.purpose, message.subject) == (ADDRESS, "Authentication", "A code")
    assert message.body == f"Use {message.code}"
    assert len(message.code) == 6


@pytest.mark.usefixtures("ann")
def test_without_words_of_its_own_a_pool_has_the_usual_ones(client: Client, ann: User) -> None:
    """Subject and text of the service."""
    give_factors(client, ann, SecondFactor.EMAIL)
    client.by_password()

    (message,) = client.world.services.mailbox.messages()
    assert message.subject == "Your authentication code"
    assert message.body == f"Your authentication code is {message.code}."


@pytest.mark.usefixtures("bob")
def test_each_sign_in_has_its_own_code(client: Client) -> None:
    """The code of one sign-in is wrong in another."""
    earlier, code = asked(client.by_password("bob")).session, newest_code(client)
    later = asked(client.by_password("bob")).session
    if newest_code(client) != code:  # one time in a million the two are equal
        with refused(CodeMismatchException):
            answer(client, later, code)
    answer(client, earlier, code)


def test_a_right_code_proves_the_address(client: Client, bob: User) -> None:
    """Its owner has read what was sent there; no preference comes of it."""
    answer(client, asked(client.by_password("bob")).session, newest_code(client))

    after = client.world.user(bob)
    assert after.is_verified("email")
    assert after.factors == bob.factors


def test_a_code_to_another_address_proves_nothing(client: Client, bob: User) -> None:
    """Who has another address meanwhile has not read what was sent to the first (SEC-20)."""
    session = asked(client.by_password("bob")).session
    client.world.change_user(bob, attributes={"email": "other@example.com"})

    with refused(CodeMismatchException, texts.CODE_OR_STATE_INVALID):
        answer(client, session, newest_code(client))
    assert not client.world.user(bob).is_verified("email")


def test_without_a_channel_nobody_is_let_in() -> None:
    """What cannot be sent refuses the sign-in, by the error that is declared for it."""
    world = without_channels()
    client = Client(world, world.add_client(world.add_pool()))
    pool = change_pool(client, mfa=MfaMode.ON, second_factors=OFFERS)
    world.add_user(pool, "bob", attributes={"email": ADDRESS})

    with refused(InvalidEmailRoleAccessPolicyException):
        client.by_password("bob")
