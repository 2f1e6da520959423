"""What the functions of CUSTOM_AUTH may answer, and that anything else lets nobody in."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from domain import texts
from domain.errors import InvalidLambdaResponseException, NotAuthorizedException
from tests.support.accounts import refused
from tests.support.riddles import Sphinx, riddles
from tests.support.second_factors import change_pool
from tests.support.sign_in import asked, tokens

UNREADABLE = "Unrecognizable lambda output"
Answer = Mapping[str, object]


def test_a_failure_wins_over_tokens() -> None:
    """A function that says both gets nobody in."""
    verdict = {"failAuthentication": True, "issueTokens": True}
    sphinx = Sphinx(riddles(DefineAuthChallenge=verdict))

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.begin()


def test_tokens_win_over_a_challenge() -> None:
    """As published functions leave the name of the last challenge beside the flag."""
    verdict = {"issueTokens": True, "challengeName": "CUSTOM_CHALLENGE"}

    tokens(Sphinx(riddles(DefineAuthChallenge=verdict)).begin())


@pytest.mark.parametrize(
    "verdict",
    [
        {},
        {"challengeName": None, "issueTokens": None, "failAuthentication": None},
        {"issueTokens": False, "failAuthentication": False},
        {"challengeName": ""},
        {"challengeName": "SMS_MFA"},
        {"challengeName": "SRP_A"},
        {"challengeName": "custom_challenge"},
        {"challengeName": "issueTokens"},
        {"challengeName": "failAuthentication"},
        {"challengeName": 1},
        {"challengeName": ["CUSTOM_CHALLENGE"]},
        {"issueTokens": "true"},
        {"issueTokens": 1},
        {"issueTokens": True, "failAuthentication": "false"},
        {"failAuthentication": 0, "challengeName": "CUSTOM_CHALLENGE"},
    ],
    ids=str,
)
def test_a_verdict_that_is_none_refuses(verdict: Answer) -> None:
    """Nothing set, another challenge, or a flag that is no boolean."""
    with refused(InvalidLambdaResponseException, UNREADABLE):
        Sphinx(riddles(DefineAuthChallenge=verdict)).begin()


@pytest.mark.parametrize(
    "created",
    [
        {"publicChallengeParameters": "riddle"},
        {"publicChallengeParameters": ["riddle"]},
        {"publicChallengeParameters": {"riddle": 1}},
        {"publicChallengeParameters": {"riddle": None}},
        {"publicChallengeParameters": {1: "riddle"}},
        {"publicChallengeParameters": {"riddle": "x" * 65_536}},
        {"privateChallengeParameters": {"answer": ["an egg"]}},
        {"privateChallengeParameters": "an egg"},
        {"challengeMetadata": 7},
        {"challengeMetadata": {"riddle": "1"}},
        {"challengeMetadata": "x" * 65_537},
    ],
    ids=lambda created: str(created)[:60],
)
def test_a_challenge_that_is_none_refuses(created: Answer) -> None:
    """Parameters are texts by name, of a length that can be kept and shown."""
    with refused(InvalidLambdaResponseException, UNREADABLE):
        Sphinx(riddles(CreateAuthChallenge=created)).begin()


@pytest.mark.parametrize(
    "created",
    [
        {},
        {"publicChallengeParameters": None, "privateChallengeParameters": None},
        {"publicChallengeParameters": {}, "challengeMetadata": None},
    ],
    ids=str,
)
def test_a_challenge_needs_no_parameters(created: Answer) -> None:
    """A function may have nothing to show and nothing to keep."""
    riddle = asked(Sphinx(riddles(CreateAuthChallenge=created)).begin())

    assert riddle.parameters == {"USERNAME": "ann"}


@pytest.mark.parametrize(
    "said",
    [{}, {"answerCorrect": None}, {"answerCorrect": "true"}, {"answerCorrect": 1}],
    ids=str,
)
def test_an_answer_that_nobody_judged_is_not_right(said: Answer) -> None:
    """The function must say; a text or a number is no boolean."""
    sphinx = Sphinx(riddles(VerifyAuthChallengeResponse=said))

    with refused(InvalidLambdaResponseException, UNREADABLE):
        sphinx.solve(sphinx.begin())


def test_private_parameters_of_any_name_come_back() -> None:
    """Names of the function's own choice do not mix with what else is kept."""
    private = {"A": "1", "metadata": "2", "private.x": "3", "": "4", "shortened": "5"}
    sphinx = Sphinx(
        riddles(
            CreateAuthChallenge={"privateChallengeParameters": private},
            DefineAuthChallenge={"challengeName": "CUSTOM_CHALLENGE"},
            VerifyAuthChallengeResponse={"answerCorrect": True},
        )
    )

    sphinx.solve(sphinx.begin())

    told = sphinx.functions.requests("VerifyAuthChallengeResponse")
    assert told[0]["privateChallengeParameters"] == private
    assert sphinx.functions.requests("CreateAuthChallenge")[1]["session"][0] == {
        "challengeName": "CUSTOM_CHALLENGE",
        "challengeResult": True,
        "challengeMetadata": None,
    }


def test_one_function_suffices_where_there_are_no_riddles() -> None:
    """A pool may have the first alone, to hear of proofs of the password."""
    sphinx = Sphinx(riddles(rounds=0))
    change_pool(sphinx.client, triggers={"DefineAuthChallenge": "arn:define"})

    tokens(sphinx.prove(sphinx.begin_by_srp()))
