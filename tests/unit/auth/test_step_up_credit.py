"""Step-up with ACCESS_TOKEN and MAX_AGE: what an earlier sign-in has proven."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
)
from domain.model.factors import SecondFactor
from domain.model.identifiers import ClientId
from domain.model.user import User
from tests.support.accounts import refused, rows_of
from tests.support.riddles import RIGHT, riddles
from tests.support.second_factors import change_pool, give_factors, newest_code
from tests.support.sign_in import Client, asked, tokens
from tests.support.world import PASSWORD, World
from tests.unit.auth.choice_paths import EVERYTHING, offer_everything
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


def test_what_is_missing_is_asked_for_alone(client: Client, ann: User, token: str) -> None:
    """The password of the earlier sign-in counts: only the second factor is asked for."""
    with_software_token(client, ann)

    challenge = asked(step_up(client, loa(4), token))

    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    assert challenge.available == ()
    given = enter_token_code(client, challenge.session)
    assert acr(given) == (loa(4), ["pwd", "otp", "mfa"])
    assert given.refresh_token is not None


def test_a_code_by_mail_is_a_step_as_well(client: Client, token: str) -> None:
    """Where the pool sends such codes; six digits, as for any second factor."""
    change_pool(client, first_factors=("PASSWORD", "EMAIL_OTP"))

    challenge = asked(step_up(client, loa(3), token))

    code = newest_code(client)
    assert (challenge.challenge, len(code)) == ("EMAIL_OTP", 6)
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": code}
    given = tokens(client.answer("EMAIL_OTP", challenge.session, answers))
    assert acr(given) == (loa(3), ["pwd", "email_otp", "mfa"])


def test_of_several_the_user_chooses(client: Client, ann: User, token: str) -> None:
    """Each of those that reach the level, and no other."""
    with_software_token(client, ann)

    challenge = asked(step_up(client, loa(3), token))

    assert challenge.challenge == "SELECT_MFA_TYPE"
    assert challenge.parameters["MFAS_CAN_CHOOSE"] == (
        SecondFactor.SMS,
        SecondFactor.SOFTWARE_TOKEN,
        SecondFactor.EMAIL,
    )


def test_a_token_without_levels_is_an_error(client: Client, token: str) -> None:
    """As the service documents it."""
    with refused(InvalidParameterException, texts.missing_parameter("TARGET_ACR_VALUES")):
        client.choose(ACCESS_TOKEN=token)


def test_a_token_never_gives_tokens_by_itself(client: Client, token: str) -> None:
    """Whoever stole it would have a refresh token for it: something is proven anew."""
    challenge = asked(step_up(client, loa(1), token))

    assert challenge.challenge == "SELECT_CHALLENGE"
    again = client.select(challenge.session, "PASSWORD", PASSWORD=PASSWORD)
    assert acr(tokens(again)) == (loa(1), ["pwd"])


def test_a_choice_is_no_proof(client: Client, token: str) -> None:
    """What was credited stays credit from one request to the next: the code is waited for."""
    session = asked(step_up(client, loa(1), token)).session

    challenge = asked(client.select(session, "EMAIL_OTP"))

    assert challenge.challenge == "EMAIL_OTP"
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}
    given = tokens(client.answer("EMAIL_OTP", challenge.session, answers))
    assert acr(given) == (loa(3), ["pwd", "email_otp", "mfa"])


def test_a_factor_that_is_owed_since_is_all_that_is_asked(
    client: Client, ann: User, token: str
) -> None:
    """The level is reached by the credit, but a second factor was switched on meanwhile."""
    give_factors(client, ann, SecondFactor.SOFTWARE_TOKEN)

    challenge = asked(step_up(client, loa(1), token))

    assert challenge.challenge == "SOFTWARE_TOKEN_MFA"
    assert acr(enter_token_code(client, challenge.session))[0] == loa(4)


def test_a_preference_goes_before_the_credit(client: Client, ann: User, token: str) -> None:
    """The client says by what to step up, if it leads there."""
    with_software_token(client, ann)
    challenge = asked(step_up(client, loa(3), token, PREFERRED_CHALLENGE="SMS_OTP"))

    assert challenge.challenge == "SMS_OTP"
    answers = {"USERNAME": "ann", "SMS_OTP_CODE": newest_code(client)}
    given = tokens(client.answer("SMS_OTP", challenge.session, answers))
    assert acr(given) == (loa(3), ["pwd", "sms", "mfa"])


def test_a_proof_that_is_too_old_counts_no_more(client: Client, ann: User, token: str) -> None:
    """After MAX_AGE the sign-in begins at the beginning; the token stays good."""
    with_software_token(client, ann)
    client.world.clock.advance(s=61)

    late = asked(step_up(client, loa(4), token, MAX_AGE="60"))
    early = asked(step_up(client, loa(4), token, MAX_AGE="61"))

    assert (late.challenge, late.available) == ("SELECT_CHALLENGE", PASSWORDS)
    assert early.challenge == "SOFTWARE_TOKEN_MFA"


@pytest.mark.parametrize("age", ["-1", "1.5", "1e3", "\u0661", "9" * 11, "x"])
def test_an_age_is_a_number_of_seconds(client: Client, token: str, age: str) -> None:
    """In the digits of the wire."""
    with refused(InvalidParameterException, texts.MAX_AGE_INVALID):
        step_up(client, loa(4), token, MAX_AGE=age)


def test_the_token_is_of_the_user_who_is_named(client: Client, token: str) -> None:
    """Of nobody else, be there a user of the name or not."""
    client.world.add_user(client.world.services.catalog.pool(client.client.pool_id), "bob")
    before = rows_of(client.world)
    for name in ("bob", "nobody"):
        with refused(NotAuthorizedException, texts.ACCESS_TOKEN_OF_ANOTHER):
            client.choose(username=name, TARGET_ACR_VALUES=loa(1), ACCESS_TOKEN=token)
    assert rows_of(client.world) == before


def test_the_token_is_of_the_client_that_brings_it(client: Client, token: str) -> None:
    """What was proven to one application is no credit with another."""
    pool = client.world.services.catalog.pool(client.client.pool_id)
    other = ClientId("client0000000000000000000b")
    second = Client(client.world, client.world.add_client(pool, id=other))

    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_OF_ANOTHER):
        step_up(second, loa(1), token)


def test_the_token_must_be_good(client: Client, ann: User) -> None:
    """An ID token, an altered one, one that was revoked, one that has expired."""
    given = tokens(client.by_password())
    token = given.access_token
    for bad, text in (
        (given.id_token, texts.ACCESS_TOKEN_INVALID),
        (token + "x", texts.ACCESS_TOKEN_UNSIGNED),
        ("x", texts.ACCESS_TOKEN_INVALID),
    ):
        with refused(NotAuthorizedException, text):
            step_up(client, loa(1), bad)
    client.world.clock.advance(s=3600)
    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_EXPIRED):
        step_up(client, loa(1), token)
    fresh = tokens(client.by_password()).access_token
    client.world.services.auth.sign_out.everywhere_by_admin(ann.pool_id, "ann")
    with refused(NotAuthorizedException, texts.ACCESS_TOKEN_REVOKED):
        step_up(client, loa(1), fresh)


def test_custom_challenges_are_no_credit() -> None:
    """They have no level; and their flow alone may give tokens for them."""
    world = World(triggers=riddles(rounds=1))
    arns = {name: f"arn:aws:lambda:us-east-1:000000000000:function:{name}" for name in _FUNCTIONS}
    pool = world.add_pool(first_factors=EVERYTHING, triggers=arns)
    proven = {"email": "ann@example.com", "email_verified": "true"}
    world.add_user(pool, attributes=proven)
    client = Client(world, world.add_client(pool))
    session = asked(client.begin("CUSTOM_AUTH", USERNAME="ann")).session
    answers = {"USERNAME": "ann", "ANSWER": RIGHT}
    token = tokens(client.answer("CUSTOM_CHALLENGE", session, answers)).access_token

    by_password = {"PREFERRED_CHALLENGE": "PASSWORD", "PASSWORD": PASSWORD}
    assert acr(tokens(step_up(client, loa(1), token, **by_password))) == (loa(1), ["pwd"])


_FUNCTIONS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
