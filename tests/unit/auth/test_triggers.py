"""The triggers that a sign-in calls, at their places and with what they are told."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from adapters.triggers.directory import Directory
from domain import texts
from domain.auth.requests import AnswerRequest, BeginRequest
from domain.errors import (
    CognitoError,
    NotAuthorizedException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
    UserNotFoundException,
)
from domain.ports.triggers import TriggerEvent, TriggerRefused
from tests.support.sign_in import Client, refusal, tokens
from tests.support.world import PASSWORD, World

ARN = "arn:aws:lambda:us-east-1:000000000000:function:any"


class RecordingTriggers:
    """A runner that remembers each event and answers nothing; those in `vetoes` raise."""

    def __init__(self, vetoes: frozenset[str] = frozenset()) -> None:
        self.vetoes = vetoes
        self.events: list[Mapping[str, object]] = []

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self.events.append(event.event)
        if event.trigger in self.vetoes:
            raise TriggerRefused("Not allowed")
        return {}

    @property
    def sources(self) -> list[object]:
        """The sources that were called, in order."""
        return [event["triggerSource"] for event in self.events]


def a_client(
    runner: RecordingTriggers | Directory, *names: str, setting: str = "ENABLED"
) -> Client:
    """A client of a pool with these triggers, and Ann."""
    world = World(triggers=runner)
    pool = world.add_pool(triggers=dict.fromkeys(names, ARN))
    world.add_user(pool)
    return Client(world, world.add_client(pool, prevent_user_existence_errors=setting))


SIGN_IN = ("PreAuthentication", "PostAuthentication", "PreTokenGeneration")


def test_a_sign_in_calls_its_triggers_in_order() -> None:
    """Before the password, after it, and before the tokens."""
    runner = RecordingTriggers()
    client = a_client(runner, *SIGN_IN)

    client.by_password()

    assert runner.sources == [
        "PreAuthentication_Authentication",
        "PostAuthentication_Authentication",
        "TokenGeneration_Authentication",
    ]


def test_srp_calls_the_first_when_it_begins() -> None:
    """PreAuthentication runs before the challenge, the others after the proof."""
    runner = RecordingTriggers()
    client = a_client(runner, *SIGN_IN)

    client.start_srp()

    assert runner.sources == ["PreAuthentication_Authentication"]


def test_a_refresh_calls_token_generation_alone() -> None:
    """Nobody is authenticated again."""
    runner = RecordingTriggers()
    client = a_client(runner, *SIGN_IN)
    token = tokens(client.by_password()).refresh_token
    assert token is not None
    runner.events.clear()

    client.refresh(token)

    assert runner.sources == ["TokenGeneration_RefreshTokens"]


@pytest.mark.parametrize("veto", SIGN_IN)
def test_each_trigger_can_refuse_the_sign_in(veto: str) -> None:
    """The function's text reaches the client, and no token does."""
    client = a_client(RecordingTriggers(frozenset({veto})), *SIGN_IN)

    with pytest.raises(UserLambdaValidationException) as refused:
        client.by_password()

    assert refusal(refused) == f"{veto} failed with error Not allowed."


@pytest.mark.parametrize("trigger", SIGN_IN)
def test_a_function_that_nothing_runs_refuses_the_sign_in(trigger: str) -> None:
    """Without a runner a configured trigger fails closed."""
    client = a_client(Directory(()), trigger)

    with pytest.raises(UnexpectedLambdaException) as refused:
        client.by_password()

    assert refusal(refused) == f"{trigger} invocation failed due to configuration."


def test_pre_authentication_is_told_of_unknown_users() -> None:
    """It runs for names of nobody too, with userNotFound."""
    runner = RecordingTriggers()
    client = a_client(runner, "PreAuthentication")

    with pytest.raises(NotAuthorizedException):
        client.by_password("nobody")

    assert runner.events[0]["request"] == {
        "userAttributes": {},
        "validationData": None,
        "userNotFound": True,
    }


def test_metadata_of_the_beginning_reaches_the_first_triggers_alone() -> None:
    """What came with InitiateAuth is validation data, and no metadata of later triggers."""
    runner = RecordingTriggers()
    client = a_client(runner, *SIGN_IN)
    answers = {"USERNAME": "ann", "PASSWORD": PASSWORD}

    client.world.services.auth.sign_in.begin(
        BeginRequest(
            caller=client.caller,
            flow="USER_PASSWORD_AUTH",
            answers=answers,
            metadata={"from": "the start"},
        )
    )

    before, after, tokens_of = (event["request"] for event in runner.events)
    assert isinstance(before, dict)
    assert before["validationData"] == {"from": "the start"}
    for later in (after, tokens_of):
        assert isinstance(later, dict)
        assert "clientMetadata" not in later


def test_metadata_of_the_answer_reaches_the_last_triggers() -> None:
    """What came with RespondToAuthChallenge is told to those that it leads to."""
    runner = RecordingTriggers()
    client = a_client(runner, *SIGN_IN)
    challenge = client.start_srp()

    client.world.services.auth.sign_in.answer(
        AnswerRequest(
            caller=client.caller,
            challenge="PASSWORD_VERIFIER",
            answers=client.srp_answers(challenge),
            metadata={"from": "the end"},
        )
    )

    for later in (event["request"] for event in runner.events[1:]):
        assert isinstance(later, dict)
        assert later["clientMetadata"] == {"from": "the end"}


def test_migration_is_asked_for_unknown_users_with_their_password() -> None:
    """Only where the password came in clear, and only for who is not there."""
    runner = RecordingTriggers()
    client = a_client(runner, "UserMigration")
    client.by_password()
    client.start_srp("nobody")
    assert runner.events == []

    with pytest.raises(NotAuthorizedException):
        client.by_password("nobody", "Some-0ther")

    assert runner.sources == ["UserMigration_Authentication"]
    assert runner.events[0]["request"] == {"password": "Some-0ther", "validationData": None}


@pytest.mark.parametrize("runner", [RecordingTriggers(), Directory(())], ids=["nobody", "failed"])
@pytest.mark.parametrize(
    ("setting", "error", "text"),
    [
        ("ENABLED", NotAuthorizedException, texts.INCORRECT_USERNAME_OR_PASSWORD),
        (
            "LEGACY",
            UserNotFoundException,
            "Exception migrating user in app client client0000000000000000000a",
        ),
    ],
)
def test_a_migration_that_brings_nobody_leaves_the_user_unknown(
    runner: RecordingTriggers | Directory, setting: str, error: type[CognitoError], text: str
) -> None:
    """Failed or empty, told under LEGACY alone (ruling 56)."""
    client = a_client(runner, "UserMigration", setting=setting)

    with pytest.raises(error) as refused:
        client.by_password("nobody")

    assert refusal(refused) == text
