"""CUSTOM_AUTH where a function is missing or fails: nothing is taken as judged by it."""

from __future__ import annotations

import pytest

from domain import texts
from domain.errors import (
    CognitoError,
    InvalidLambdaResponseException,
    InvalidParameterException,
    NotAuthorizedException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
)
from domain.ports.triggers import TriggerGarbled, TriggerRefused, TriggerUnreachable
from tests.support.accounts import refused, rows_of
from tests.support.riddles import Sphinx, riddles
from tests.support.second_factors import change_pool
from tests.support.sign_in import asked, tokens

FUNCTIONS = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")
FAILURES = (
    (TriggerRefused("Not today"), UserLambdaValidationException, "{} failed with error Not today."),
    (
        TriggerUnreachable("invocation failed due to configuration."),
        UnexpectedLambdaException,
        "{} invocation failed due to configuration.",
    ),
    (TriggerGarbled(), InvalidLambdaResponseException, "Unrecognizable lambda output"),
)


def test_a_pool_without_functions_has_no_custom_auth() -> None:
    """Known and unknown names alike, before any other function of the pool is called."""
    sphinx = Sphinx(riddles(PreAuthentication={}), prevent_user_existence_errors="LEGACY")
    change_pool(sphinx.client, triggers={"PreAuthentication": "arn:before"})

    for name in ("ann", "nobody"):
        with refused(
            InvalidParameterException,
            "Custom auth lambda trigger is not configured for the user pool.",
        ):
            sphinx.begin(name)

    assert sphinx.functions.events == []


@pytest.mark.parametrize("missing", FUNCTIONS)
def test_a_function_that_is_missing_refuses_the_sign_in(missing: str) -> None:
    """Also in the middle: nothing that it should have judged is taken as judged."""
    sphinx = Sphinx()
    first = sphinx.begin()
    arns = {name: arn for name, arn in sphinx.functions.arns.items() if name != missing}
    change_pool(sphinx.client, triggers=arns)

    with refused(InvalidParameterException, texts.CUSTOM_AUTH_WITHOUT_TRIGGERS):
        sphinx.solve(first)


def test_a_client_must_allow_the_flow() -> None:
    """ALLOW_CUSTOM_AUTH, or any of the older values."""
    without = Sphinx(flows=("ALLOW_USER_SRP_AUTH",))
    older = Sphinx(flows=("CUSTOM_AUTH_FLOW_ONLY",))

    with refused(InvalidParameterException, "CUSTOM_AUTH is not enabled for the client."):
        without.begin()
    assert asked(older.begin()).challenge == "CUSTOM_CHALLENGE"


@pytest.mark.parametrize(("failure", "error", "text"), FAILURES, ids=["refused", "lost", "garbled"])
@pytest.mark.parametrize("trigger", FUNCTIONS)
def test_a_failing_function_refuses_and_the_session_is_spent(
    trigger: str, failure: Exception, error: type[CognitoError], text: str
) -> None:
    """No answer is judged twice, and nothing is written but that the attempt is over (SEC-66)."""
    sphinx = Sphinx()
    first = sphinx.begin()
    works = sphinx.functions.answers[trigger]
    sphinx.functions.answers[trigger] = failure
    before = rows_of(sphinx.world)

    with refused(error, text.format(trigger)):
        sphinx.solve(first)

    sphinx.functions.answers[trigger] = works
    assert rows_of(sphinx.world) == before
    with refused(NotAuthorizedException, texts.SESSION_SPENT):
        sphinx.solve(first)


@pytest.mark.parametrize(("failure", "error", "text"), FAILURES, ids=["refused", "lost", "garbled"])
@pytest.mark.parametrize("trigger", FUNCTIONS[:2])
def test_a_failing_function_refuses_to_begin(
    trigger: str, failure: Exception, error: type[CognitoError], text: str
) -> None:
    """Nothing is asked, nothing is written."""
    sphinx = Sphinx()
    sphinx.functions.answers[trigger] = failure
    before = rows_of(sphinx.world)

    with refused(error, text.format(trigger)):
        sphinx.begin()

    assert rows_of(sphinx.world) == before


def test_no_unit_of_work_is_open_while_a_function_runs() -> None:
    """A function that takes its time holds up nobody else's writing."""
    sphinx = Sphinx(riddles(rounds=1))
    for name, function in list(sphinx.functions.answers.items()):
        assert callable(function)

        def patient(event: object, function: object = function) -> dict[str, object]:
            # The store refuses units inside of units.
            with sphinx.world.store.writing():
                assert callable(function)
                answer: dict[str, object] = function(event)
                return answer

        sphinx.functions.answers[name] = patient

    tokens(sphinx.solve(sphinx.prove(sphinx.begin_by_srp())))
