"""Which factors count as second ones: those that this very user is asked for."""

from __future__ import annotations

import pytest

from domain.model.factors import SecondFactor
from domain.model.pool import MfaMode, SecondFactors
from tests.support.accounts import Desk, pairs
from tests.support.second_factors import change_pool, give_factors, newest_code, token_code
from tests.support.sign_in import asked, tokens
from tests.support.world import PASSWORD, World, claims_of


@pytest.fixture
def desk(world: World) -> Desk:
    """A pool that confirms by e-mail, where a code by e-mail may begin a sign-in."""
    pool = world.add_pool(auto_verified=("email",), first_factors=("PASSWORD", "EMAIL_OTP"))
    return Desk(world, world.add_client(pool))


def confirmed(desk: Desk) -> str:
    """Sign Ann up with a password and confirm her; return the Session that this gives."""
    address = pairs(email="ann@example.com")
    desk.public("SignUp", Username="ann", Password=PASSWORD, UserAttributes=address)
    answer = desk.public("ConfirmSignUp", Username="ann", ConfirmationCode=desk.code())
    return str(answer["Session"])


def test_the_code_of_a_sign_up_is_no_second_factor_where_tokens_are_owed(desk: Desk) -> None:
    """With the password beside it, it opens no pool whose users owe a software token."""
    session = confirmed(desk)
    change_pool(desk.sign_in, mfa=MfaMode.ON, second_factors=SecondFactors(software_token=True))

    challenge = asked(desk.sign_in.choose("PASSWORD", session=session, PASSWORD=PASSWORD))

    assert challenge.challenge == "MFA_SETUP"


def test_the_code_of_a_sign_up_is_no_second_factor_beside_a_token(desk: Desk) -> None:
    """Who has switched a token on is asked for the token."""
    session = confirmed(desk)
    ann = desk.world.services.accounts.profiles.by_admin(desk.client.pool_id, "ann").user
    give_factors(desk.sign_in, ann, SecondFactor.SOFTWARE_TOKEN)

    challenge = asked(desk.sign_in.choose("PASSWORD", session=session, PASSWORD=PASSWORD))
    answers = {"USERNAME": "ann", "SOFTWARE_TOKEN_MFA_CODE": token_code(desk.sign_in)}
    given = tokens(desk.sign_in.answer(challenge.challenge, challenge.session, answers))

    assert claims_of(given.access_token)["acr"] == "urn:cognito:loa:4"


def test_another_factor_than_the_first_one_is_asked_for(desk: Desk) -> None:
    """Who began by a code to the address that he prefers gives the other factor that he has."""
    session = confirmed(desk)
    ann = desk.world.services.accounts.profiles.by_admin(desk.client.pool_id, "ann").user
    preferred = SecondFactor.EMAIL
    give_factors(desk.sign_in, ann, SecondFactor.SMS, preferred, preferred=preferred)

    challenge = asked(desk.sign_in.choose(session=session))
    answers = {"USERNAME": "ann", "SMS_MFA_CODE": newest_code(desk.sign_in)}

    assert challenge.challenge == "SMS_MFA"
    tokens(desk.sign_in.answer("SMS_MFA", challenge.session, answers))
