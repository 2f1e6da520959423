"""One Session or SECRET_BLOCK that many answer at once, and many guesses at one password."""

from __future__ import annotations

import time

import pytest

from tests.races.conftest import ROUNDS, Race, told, won
from tests.support.proof import right_answer
from tests.support.tenant import Tenant

TEMPORARY = "Temp0rary!word"
FREE_GUESSES = 5


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_answer_to_new_password_required_counts(
    tenant: Tenant, race: Race, _round: int
) -> None:
    """Of 32 answers to one Session exactly one sets its password and gets tokens."""
    name = tenant.invite(temporary=TEMPORARY)
    asked = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": TEMPORARY},
    )
    body = {
        "ClientId": tenant.client_id,
        "ChallengeName": asked["ChallengeName"],
        "Session": asked["Session"],
    }
    answers = race(
        lambda connection, number: connection.call(
            "RespondToAuthChallenge",
            {
                **body,
                "ChallengeResponses": {"USERNAME": name, "NEW_PASSWORD": _password(number)},
            },
        )
    )
    winners = won(answers)
    assert len(winners) == 1, told(answers)
    assert answers[winners[0]].body["AuthenticationResult"]["AccessToken"]
    assert {answer.type for answer in answers} <= {
        "",
        "NotAuthorizedException",
        "TooManyRequestsException",
    }
    assert tenant.sign_in(name, _password(winners[0]))


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_one_answer_to_a_secret_block_counts(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 uses of one right PASSWORD_VERIFIER answer exactly one gets tokens."""
    name = tenant.user()
    body = right_answer(tenant, name)
    answers = race(lambda connection, _: connection.call("RespondToAuthChallenge", body))
    assert len(won(answers)) == 1, told(answers)
    assert {answer.type for answer in answers} == {"", "NotAuthorizedException"}


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_parallel_guesses_do_not_pass_the_lock(tenant: Tenant, race: Race, _round: int) -> None:
    """Of 32 wrong passwords at once five are compared, and one more for each second that passes."""
    name = tenant.user()
    body = {
        "ClientId": tenant.client_id,
        "AuthFlow": "USER_PASSWORD_AUTH",
        "AuthParameters": {"USERNAME": name, "PASSWORD": "Wrong!passw0rd"},
    }
    started = time.monotonic()
    answers = race(lambda connection, _: connection.call("InitiateAuth", body))
    took_s = time.monotonic() - started
    compared = [each for each in answers if each.message == "Incorrect username or password."]
    assert 1 <= len(compared) <= FREE_GUESSES + took_s, told(answers)
    assert {each.message for each in answers} <= {
        "Incorrect username or password.",
        "Password attempts exceeded",
        "Too many requests",
    }


def _password(number: int) -> str:
    return f"Passw0rd!number{number}"
