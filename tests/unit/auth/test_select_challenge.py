"""SELECT_CHALLENGE, and PASSWORD and PASSWORD_SRP, which it leads to."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidParameterException,
    NotAuthorizedException,
)
from domain.model.user import User
from tests.support.accounts import refused, rows_of
from tests.support.second_factors import newest_code
from tests.support.sign_in import PUBLIC_VALUE, Client, asked, tokens
from tests.support.world import PASSWORD
from tests.unit.auth.choice_paths import offer_everything

WRONG = "Wrong0ne!"


@pytest.fixture(autouse=True)
def _everything(client: Client, ann: User) -> None:
    """A pool that lets people begin by anything, and Ann, who can."""
    offer_everything(client, ann)


@pytest.fixture
def session(client: Client) -> str:
    """The Session of a SELECT_CHALLENGE."""
    given = asked(client.choose()).session
    assert given is not None
    return given


@pytest.mark.parametrize("answer", ["PASSWORD", "PASSWORD_SRP", "EMAIL_OTP", "SMS_OTP"])
def test_the_chosen_challenge_follows(client: Client, session: str, answer: str) -> None:
    """With the answer alone; the list stays in sight."""
    challenge = asked(client.select(session, answer))

    assert challenge.challenge == answer
    assert "PASSWORD" in challenge.available


def test_a_password_may_come_with_the_answer(client: Client, session: str) -> None:
    """One answer signs in."""
    assert tokens(client.select(session, "PASSWORD", PASSWORD=PASSWORD)).refresh_token is not None


def test_a_public_value_may_come_with_the_answer(client: Client, session: str) -> None:
    """PASSWORD_VERIFIER follows at once."""
    challenge = asked(client.select(session, "PASSWORD_SRP", SRP_A=PUBLIC_VALUE))

    assert challenge.challenge == "PASSWORD_VERIFIER"
    assert challenge.session is not None
    answers = client.srp_answers(challenge)
    tokens(client.answer("PASSWORD_VERIFIER", challenge.session, answers))


@pytest.mark.parametrize(
    "answer", ["WEB_AUTHN", "SMS_MFA", "SELECT_CHALLENGE", "email_otp", "\uff30ASSWORD"]
)
def test_what_was_not_offered_cannot_be_chosen(client: Client, session: str, answer: str) -> None:
    """The Session can still be answered with something that was."""
    before = rows_of(client.world)
    with refused(InvalidParameterException, texts.not_among_the_choices("ANSWER")):
        client.select(session, answer)

    assert rows_of(client.world) == before
    tokens(client.select(session, "PASSWORD", PASSWORD=PASSWORD))


def test_a_wrong_password_spends_the_session(client: Client, session: str) -> None:
    """It was a guess; neither the right one nor another factor can follow it."""
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.select(session, "PASSWORD", PASSWORD=WRONG)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.select(session, "PASSWORD", PASSWORD=PASSWORD)
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.select(session, "PASSWORD_SRP", SRP_A=PUBLIC_VALUE)


def test_an_assertion_that_was_not_asked_for_is_a_failed_proof(
    client: Client, session: str
) -> None:
    """Nobody can have signed a challenge that was not given; the Session is over with it."""
    with refused(InvalidParameterException):
        client.select(session, "WEB_AUTHN", CREDENTIAL="{}")

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.select(session, "PASSWORD_SRP", SRP_A=PUBLIC_VALUE)


def test_a_session_is_answered_once(client: Client, session: str) -> None:
    """A choice that was made is made."""
    client.select(session, "EMAIL_OTP")

    for answer in ("EMAIL_OTP", "SMS_OTP", "PASSWORD"):
        with refused(NotAuthorizedException, texts.SESSION_SPENT):
            client.select(session, answer)
    assert len(client.world.services.mailbox.messages()) == 1


def test_a_bad_public_value_leaves_the_session(client: Client, session: str) -> None:
    """Nothing was compared, and nothing is stored."""
    before = rows_of(client.world)
    with refused(InvalidParameterException, texts.INVALID_SRP_A):
        client.select(session, "PASSWORD_SRP", SRP_A="0")

    assert rows_of(client.world) == before
    asked(client.select(session, "PASSWORD_SRP", SRP_A=PUBLIC_VALUE))


def test_keys_are_demanded(client: Client, session: str) -> None:
    """Each missing key has its text, and costs nothing."""
    password = asked(client.choose("PASSWORD")).session
    public = asked(client.choose("PASSWORD_SRP")).session
    before = rows_of(client.world)
    for challenge, given, key in (
        ("SELECT_CHALLENGE", session, "ANSWER"),
        ("PASSWORD", password, "PASSWORD"),
        ("PASSWORD_SRP", public, "SRP_A"),
    ):
        with refused(InvalidParameterException, texts.missing_parameter(key)):
            client.answer(challenge, given, {"USERNAME": "ann"})
        with refused(InvalidParameterException, texts.missing_parameter("USERNAME")):
            client.answer(challenge, given, {key: "x"})
        with refused(InvalidParameterException, texts.missing_parameter("Session")):
            client.answer(challenge, None, {"USERNAME": "ann", key: "x"})
    assert rows_of(client.world) == before


def test_sessions_are_of_one_challenge_and_one_user(client: Client, session: str) -> None:
    """Another challenge's answer, another user's name, an invented Session: refused, no change."""
    client.world.add_user(client.world.services.catalog.pool(client.client.pool_id), "bob")
    before = rows_of(client.world)
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.answer("PASSWORD", session, answers)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.select(session, "PASSWORD", "bob", PASSWORD=PASSWORD)
    with refused(NotAuthorizedException, texts.INVALID_SESSION):
        client.select("A" * 40, "PASSWORD", PASSWORD=PASSWORD)
    assert rows_of(client.world) == before
    tokens(client.select(session, "PASSWORD", PASSWORD=PASSWORD))


def test_a_session_expires(client: Client, session: str) -> None:
    """After AuthSessionValidity, three minutes unless told otherwise."""
    client.world.clock.advance(s=180)

    with refused(NotAuthorizedException, texts.SESSION_EXPIRED):
        client.select(session, "PASSWORD", PASSWORD=PASSWORD)


def test_the_secret_hash_is_demanded_at_each_step(client: Client) -> None:
    """A client with a secret proves it with every answer (ruling 27)."""
    world = client.world
    pool = world.services.catalog.pool(client.client.pool_id)
    made = world.add_client(pool, id="client0000000000000000000b", secret="s" * 51)
    other = Client(world, made)
    with refused(NotAuthorizedException, texts.secret_hash_missing(made.id)):
        other.choose("PASSWORD", PASSWORD=PASSWORD)
    with refused(NotAuthorizedException, texts.secret_hash_wrong(made.id)):
        other.choose("PASSWORD", PASSWORD=PASSWORD, SECRET_HASH="x")


def test_the_password_challenge_takes_one_answer(client: Client) -> None:
    """Right or wrong: after a wrong one the right one is too late (ruling 2)."""
    session = asked(client.choose("PASSWORD")).session
    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        client.answer("PASSWORD", session, {"USERNAME": "ann", "PASSWORD": WRONG})

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        client.answer("PASSWORD", session, {"USERNAME": "ann", "PASSWORD": PASSWORD})


@pytest.mark.parametrize("challenge", ["SELECT_CHALLENGE", "PASSWORD"])
def test_every_wrong_password_counts_on_the_lock(client: Client, challenge: str) -> None:
    """Whichever way it comes: the sixth is not compared, were it right."""
    preferred = None if challenge == "SELECT_CHALLENGE" else challenge
    sessions = [asked(client.choose(preferred)).session for _ in range(6)]
    wrong = {"USERNAME": "ann", "ANSWER": "PASSWORD", "PASSWORD": WRONG}
    for session in sessions[:5]:
        with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
            client.answer(challenge, session, wrong)

    with refused(NotAuthorizedException, texts.PASSWORD_ATTEMPTS_EXCEEDED):
        client.answer(challenge, sessions[5], {**wrong, "PASSWORD": PASSWORD})


def test_a_right_password_ends_the_run_of_wrong_ones(client: Client) -> None:
    """As in the flows that ask for nothing else."""
    for _ in range(4):
        with pytest.raises(CognitoError):
            client.choose("PASSWORD", PASSWORD=WRONG)
    tokens(client.choose("PASSWORD", PASSWORD=PASSWORD))
    for _ in range(4):
        with pytest.raises(CognitoError):
            client.choose("PASSWORD", PASSWORD=WRONG)

    tokens(client.choose("PASSWORD", PASSWORD=PASSWORD))


def test_a_factor_that_is_lost_cannot_be_chosen(client: Client, session: str, ann: User) -> None:
    """What is offered is asked anew at the answer: no code goes to an unproven address."""
    client.world.change_user(ann, attributes={"email": "ann@example.com"})

    with refused(InvalidParameterException, texts.not_among_the_choices("ANSWER")):
        client.select(session, "EMAIL_OTP")
    assert not client.world.services.mailbox.messages()


def test_an_administrator_may_answer_a_public_session(
    client: Client, admin: Client, session: str
) -> None:
    """Sessions cross over to the signed operations of the same client."""
    challenge = asked(admin.select(session, "EMAIL_OTP"))
    answers = {"USERNAME": "ann", "EMAIL_OTP_CODE": newest_code(client)}

    tokens(admin.answer("EMAIL_OTP", challenge.session, answers))
