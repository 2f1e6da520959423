"""CUSTOM_AUTH: the pool's own functions put the challenges and judge the answers."""

from __future__ import annotations

import pytest

from domain import texts
from domain.auth.requests import AnswerRequest, BeginRequest
from domain.errors import (
    NotAuthorizedException,
)
from tests.support.accounts import refused
from tests.support.riddles import RIGHT, WRONG, Sphinx, riddles
from tests.support.sign_in import asked, tokens
from tests.support.world import claims_of

FUNCTIONS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")


def test_riddles_are_put_until_the_function_is_content() -> None:
    """Two right answers, each with a Session of its own, give tokens."""
    sphinx = Sphinx()

    first = asked(sphinx.begin())
    second = asked(sphinx.solve(first))
    done = tokens(sphinx.solve(second))

    assert (first.challenge, second.challenge) == ("CUSTOM_CHALLENGE", "CUSTOM_CHALLENGE")
    assert first.parameters == {"riddle": "number 1", "USERNAME": "ann"}
    assert second.parameters == {"riddle": "number 2", "USERNAME": "ann"}
    assert first.session != second.session
    assert claims_of(done.id_token)["cognito:username"] == "ann"


def test_the_function_hears_of_each_answer() -> None:
    """A wrong answer is no error: the function is told and says what follows."""
    sphinx = Sphinx()

    sphinx.solve(sphinx.solve(sphinx.solve(sphinx.begin(), WRONG)))

    assert sphinx.sessions() == [
        [],
        [("CUSTOM_CHALLENGE", False)],
        [("CUSTOM_CHALLENGE", False), ("CUSTOM_CHALLENGE", True)],
        [("CUSTOM_CHALLENGE", False), ("CUSTOM_CHALLENGE", True), ("CUSTOM_CHALLENGE", True)],
    ]


def test_a_function_that_has_seen_enough_ends_the_sign_in() -> None:
    """The flag failAuthentication reads as a wrong password, and what was begun is over."""
    sphinx = Sphinx(riddles(mistakes=2))
    second = sphinx.solve(sphinx.begin(), WRONG)

    with refused(NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD):
        sphinx.solve(second, WRONG)
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        sphinx.solve(second)


@pytest.mark.parametrize("answer", [RIGHT, WRONG])
def test_a_riddle_is_answered_once(answer: str) -> None:
    """Right or wrong, the answer spends the Session (ruling 2): nobody tries two on one riddle."""
    sphinx = Sphinx()
    first = sphinx.begin()
    sphinx.solve(first, answer)
    asked_before = len(sphinx.functions.events)

    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        sphinx.solve(first)

    assert len(sphinx.functions.events) == asked_before


def test_events_have_the_shape_of_the_service() -> None:
    """The whole event of each function, member for member."""
    sphinx = Sphinx(prevent_user_existence_errors="LEGACY")
    sphinx.solve(sphinx.begin())

    common = {
        "version": "1",
        "region": "us-east-1",
        "userPoolId": sphinx.pool.id,
        "userName": "ann",
        "callerContext": {
            "awsSdkVersion": "aws-sdk-unknown-unknown",
            "clientId": sphinx.app.id,
        },
    }
    attributes = {
        "sub": sphinx.ann.sub,
        "cognito:user_status": "CONFIRMED",
        "email": "ann@example.com",
        "email_verified": "true",
    }
    define, create, verify = (event.event for event in sphinx.functions.events[:3])
    assert define == {
        **common,
        "triggerSource": "DefineAuthChallenge_Authentication",
        "request": {"userAttributes": attributes, "session": []},
        "response": {"challengeName": None, "issueTokens": None, "failAuthentication": None},
    }
    assert create == {
        **common,
        "triggerSource": "CreateAuthChallenge_Authentication",
        "request": {
            "userAttributes": attributes,
            "challengeName": "CUSTOM_CHALLENGE",
            "session": [],
        },
        "response": {
            "publicChallengeParameters": None,
            "privateChallengeParameters": None,
            "challengeMetadata": None,
        },
    }
    assert verify == {
        **common,
        "triggerSource": "VerifyAuthChallengeResponse_Authentication",
        "request": {
            "userAttributes": attributes,
            "privateChallengeParameters": {"answer": RIGHT, "ballast": ""},
            "challengeAnswer": RIGHT,
        },
        "response": {"answerCorrect": None},
    }


def test_metadata_of_a_riddle_is_told_to_what_comes_after() -> None:
    """Define and Create of the next round hear it; the service's own challenges have none."""
    sphinx = Sphinx()
    sphinx.solve(sphinx.prove(sphinx.begin_by_srp()))

    for trigger in ("DefineAuthChallenge", "CreateAuthChallenge"):
        session = sphinx.functions.requests(trigger)[-1]["session"]
        assert [each["challengeMetadata"] for each in session] == [None, None, "riddle 3"]


def test_what_is_private_is_shown_to_nobody() -> None:
    """Not in what the client gets, the Session included, nor where it is printed."""
    sphinx = Sphinx()
    first = asked(sphinx.begin())
    sphinx.solve(first)

    assert RIGHT not in repr(first.parameters)
    assert RIGHT not in repr(sphinx.functions.events)
    assert set(first.parameters) == {"riddle", "USERNAME"}


def test_a_function_cannot_show_another_user_name() -> None:
    """USERNAME is the service's word, whatever the public parameters say."""
    create = {"publicChallengeParameters": {"USERNAME": "bob"}}
    sphinx = Sphinx(riddles(CreateAuthChallenge=create))

    assert asked(sphinx.begin()).parameters == {"USERNAME": "ann"}


def test_client_metadata_of_the_beginning_reaches_no_function() -> None:
    """It is PreAuthentication's alone (triggers.md 13)."""
    sphinx = Sphinx()

    sphinx.world.services.auth.sign_in.begin(
        BeginRequest(
            caller=sphinx.client.caller,
            flow="CUSTOM_AUTH",
            answers={"USERNAME": "ann"},
            metadata={"from": "the start"},
        )
    )

    assert len(sphinx.functions.events) == 2
    for event in sphinx.functions.events:
        assert "the start" not in str(event.event)


def test_client_metadata_of_an_answer_reaches_all_three() -> None:
    """Verify, Define and Create of the next round hear what came with the answer."""
    sphinx = Sphinx()
    first = asked(sphinx.begin())
    sphinx.functions.events.clear()

    sphinx.world.services.auth.sign_in.answer(
        AnswerRequest(
            caller=sphinx.client.caller,
            challenge="CUSTOM_CHALLENGE",
            session=first.session,
            answers={"USERNAME": "ann", "ANSWER": RIGHT},
            metadata={"from": "the answer"},
        )
    )

    for trigger in FUNCTIONS:
        [request] = sphinx.functions.requests(trigger)
        assert request["clientMetadata"] == {"from": "the answer"}
