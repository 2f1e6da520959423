"""`cognate trigger test` against a real receiver, and against a function behind the Invoke API."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from app.rehearsal import TRIGGERS
from tests.app.conftest import Command, Outcome
from tests.support.lambda_host import lambda_host
from tests.support.ports import free_port
from tests.support.trigger_receiver import SECRET, Receiver, Reply, function_error, raw

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:vet"

Members = Mapping[str, Any]


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A receiver that answers with the event as it came."""
    with Receiver() as running:
        yield running


def tried(command: Command, receiver: Receiver, *arguments: str) -> Outcome:
    """The command for a webhook at the receiver."""
    return command("trigger", "test", *arguments, "--url", receiver.url, "--secret", SECRET)


ANSWERS: Final[Mapping[str, tuple[str, Members, Members]]] = {
    "PreSignUp": (
        "PreSignUp_SignUp",
        {"autoConfirmUser": True, "autoVerifyPhone": True},
        {"status": "CONFIRMED", "phone_number_verified": "true"},
    ),
    "PostConfirmation": ("PostConfirmation_ConfirmSignUp", {}, {"status": "CONFIRMED"}),
    "PreAuthentication": ("PreAuthentication_Authentication", {}, {"sign_in": "complete"}),
    "PostAuthentication": ("PostAuthentication_Authentication", {}, {"sign_in": "complete"}),
    "DefineAuthChallenge": (
        "DefineAuthChallenge_Authentication",
        {"challengeName": "CUSTOM_CHALLENGE"},
        {"challenge": "CUSTOM_CHALLENGE"},
    ),
    "CreateAuthChallenge": (
        "CreateAuthChallenge_Authentication",
        {"publicChallengeParameters": {"hint": "an animal"}},
        {"hint": "an animal"},
    ),
    "VerifyAuthChallengeResponse": (
        "VerifyAuthChallengeResponse_Authentication",
        {"answerCorrect": False},
        {"challenge": "CUSTOM_CHALLENGE"},
    ),
    "PreTokenGeneration": (
        "TokenGeneration_Authentication",
        {"claimsOverrideDetails": {"claimsToAddOrOverride": {"tenant": "acme"}}},
        {"tenant": "acme"},
    ),
    "UserMigration": (
        "UserMigration_Authentication",
        {
            "userAttributes": {"email": "ann@old.example", "email_verified": "true"},
            "finalUserStatus": "CONFIRMED",
            "messageAction": "SUPPRESS",
        },
        {"email": "ann@old.example", "sign_in": "complete"},
    ),
    "CustomMessage": (
        "CustomMessage_SignUp",
        {"emailMessage": "Say {####}, friend", "emailSubject": "Hello"},
        {"subject": "Hello", "body": "Say "},
    ),
    "CustomEmailSender": ("CustomEmailSender_SignUp", {}, {"message": "handed over"}),
    "CustomSMSSender": ("CustomSMSSender_SignUp", {}, {"message": "handed over"}),
    "InboundFederation": (
        "InboundFederation_ExternalProvider",
        {"userAttributesToMap": {"email": "ann@elsewhere.example"}},
        {"email": "ann@elsewhere.example"},
    ),
}


@pytest.mark.parametrize("trigger", TRIGGERS)
def test_every_trigger_is_tried_once(command: Command, receiver: Receiver, trigger: str) -> None:
    """One signed event of its source is sent, and what comes of the answer is shown."""
    source, response, outcome = ANSWERS[trigger]
    receiver.answer(source, **response)

    done = tried(command, receiver, trigger, "--json")

    assert done.code == 0, done.out + done.err
    assert receiver.sources() == [source]
    assert not receiver.refused
    shown = json.loads(done.out)
    (call,) = shown["calls"]
    assert json.loads(call["body"]) == receiver.deliveries[0].event
    assert call["status"] == 200
    assert shown["accepted"] is True
    found = dict(_leaves(shown["outcome"]))
    for name, value in outcome.items():
        assert found[name].startswith(value), found


def _leaves(said: Members) -> Iterator[tuple[str, str]]:
    for name, value in said.items():
        if isinstance(value, dict):
            yield from _leaves(value)
        else:
            yield name, str(value)


def test_a_veto_is_told_in_the_words_of_the_service(command: Command, receiver: Receiver) -> None:
    """A function that raises is exit code 1, with the text that its user would read."""
    receiver.answer("PreSignUp_SignUp", function_error("Email domain not allowed"))

    done = tried(command, receiver, "PreSignUp")

    assert done.code == 1
    assert done.out.splitlines()[-2:] == [
        "Refused: UserLambdaValidationException",
        "  PreSignUp failed with error Email domain not allowed.",
    ]


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (raw("no json"), "Invalid lambda function output : Invalid JSON"),
        (raw("[" * 200_000 + "]" * 200_000), "Invalid lambda function output : Invalid JSON"),
        (raw("[]"), "Unrecognizable lambda output"),
        (raw('{"response": {"autoConfirmUser": "false"}}'), "Unrecognizable lambda output"),
        (raw("", 500), "PreSignUp invocation failed due to error ServiceException."),
    ],
)
def test_what_is_no_answer_is_refused(
    command: Command, receiver: Receiver, answer: Reply, message: str
) -> None:
    """The error is that of the service, and every attempt is shown."""
    receiver.answer("PreSignUp_SignUp", answer)

    done = tried(command, receiver, "PreSignUp", "--json")
    sent = len(receiver.deliveries)
    told = tried(command, receiver, "PreSignUp")

    shown = json.loads(done.out)
    assert (done.code, told.code) == (1, 1)
    assert (shown["accepted"], shown["message"]) == (False, message)
    assert len(shown["calls"]) == sent
    assert told.out.splitlines()[-1] == f"  {message}"


def test_a_sender_that_fails_is_refused(command: Command, receiver: Receiver) -> None:
    """Nobody waits for a custom sender, but whoever tries it is told."""
    receiver.answer("CustomEmailSender_SignUp", function_error("no such mailbox"))

    done = tried(command, receiver, "CustomEmailSender")

    assert done.code == 1
    assert done.out.splitlines()[-1] == "Refused: not handed over: no such mailbox"


def test_a_sender_that_is_not_there_is_told_in_plain_words(command: Command) -> None:
    """Where nobody listens the message is not handed over, and why it is not."""
    url = f"http://127.0.0.1:{free_port()}/"

    done = command("trigger", "test", "CustomSMSSender", "--url", url, "--secret", SECRET)

    assert done.code == 1
    assert done.out.splitlines()[-1] == (
        "Refused: not handed over: invocation failed due to error ServiceException."
    )


def test_a_person_sees_request_answer_and_verdict(command: Command, receiver: Receiver) -> None:
    """Headers and bodies both ways, then what would come of it."""
    done = tried(command, receiver, "PreSignUp")

    assert done.code == 0
    for line in (
        f"POST {receiver.url}",
        "  Cognito-Trigger-Source: PreSignUp_SignUp",
        '    "userName": "ann",',
        "  content-type: application/json",
        "Accepted",
        '      "status": "UNCONFIRMED",',
    ):
        assert line in done.out.splitlines()


def test_an_answer_drives_no_terminal(command: Command, receiver: Receiver) -> None:
    """Control characters of a stranger's server are shown, not sent on."""
    receiver.answer("PreSignUp_SignUp", raw("\x1b[2J\x07gone", 500))

    done = tried(command, receiver, "PreSignUp")

    assert "\x1b" not in done.out
    assert r"\x1b[2J\x07gone" in done.out


@pytest.mark.parametrize("version", ["V2_0", "V3_0"])
def test_later_versions_of_the_token_event(
    command: Command, receiver: Receiver, version: str
) -> None:
    """`--version` asks for scopes and claims of the access token as well."""
    added = {"accessTokenGeneration": {"claimsToAddOrOverride": {"seats": 5}}}
    receiver.answer("TokenGeneration_Authentication", claimsAndScopeOverrideDetails=added)

    done = tried(command, receiver, "PreTokenGeneration", "--version", version, "--json")

    assert receiver.deliveries[0].event["version"] == version[1]
    assert json.loads(done.out)["outcome"]["access_token"]["seats"] == 5


def test_a_function_of_the_triggers_file(
    command: Command, receiver: Receiver, own_folder: Path
) -> None:
    """`--arn` alone tries what the file says, and tells of an ARN that it does not name."""
    file = own_folder / "triggers.toml"
    file.write_text(receiver.entry(ARN))

    done = command("trigger", "test", "PreSignUp", "--arn", ARN, TRIGGERS_FILE=str(file))
    other = command("trigger", "test", "PreSignUp", "--arn", f"{ARN}-2", TRIGGERS_FILE=str(file))

    assert done.code == 0
    assert receiver.sources() == ["PreSignUp_SignUp"]
    assert (other.code, other.out) == (1, "")
    assert f"no trigger of {file} fits {ARN}-2" in other.err


def test_without_a_triggers_file_no_arn_is_known(command: Command) -> None:
    """What is missing then is the setting, which is another mistake than a wrong ARN."""
    done = command("trigger", "test", "PreSignUp", "--arn", ARN)

    assert done.code == 2
    told = " ".join(done.err.replace("│", " ").split())
    assert "neither COGNATE_TRIGGERS_FILE nor COGNATE_LAMBDA_URL is set" in told


def test_the_lambda_url_knows_every_arn(command: Command) -> None:
    """Without a file an ARN is invoked there."""
    with lambda_host("python") as url:
        done = command("trigger", "test", "PreSignUp", "--arn", ARN, LAMBDA_URL=url)

    assert done.code == 0, done.out + done.err


def test_a_lambda_function(command: Command) -> None:
    """`--kind lambda` invokes an unmodified function, here one that vetoes nobody."""
    with lambda_host("python") as url:
        done = command("trigger", "test", "PreSignUp", "--url", url, "--kind", "lambda", "--json")

    shown = json.loads(done.out)
    assert done.code == 0
    assert shown["calls"][0]["url"] == f"{url}/2015-03-31/functions/function/invocations"
    assert shown["outcome"]["user"]["status"] == "UNCONFIRMED"


def test_a_secret_in_a_file(command: Command, receiver: Receiver, own_folder: Path) -> None:
    """`--secret-file` keeps the secret out of the shell's history, and nothing else is left."""
    secret = own_folder / "secret"
    secret.write_text(SECRET)
    secret.chmod(0o600)

    done = command("trigger", "test", "PreSignUp", "--url", receiver.url, "--secret-file", "secret")

    assert done.code == 0
    assert not receiver.refused
    assert [each.name for each in own_folder.iterdir()] == ["secret"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("Nonsense", "--url", "http://localhost"), "none of PreSignUp"),
        (("PreSignUp",), "give --url, or --arn"),
        (("PreSignUp", "--arn", "vet"), "not an ARN"),
        (("PreSignUp", "--arn", ARN, "--secret", SECRET), "belongs to a --url"),
        (("PreSignUp", "--url", "ftp://localhost", "--secret", SECRET), "does not begin"),
        (("PreSignUp", "--url", "http://localhost"), "secret"),
        (("PreSignUp", "--url", "http://localhost", "--kind", "x"), "none of"),
        (
            ("PreSignUp", "--url", "http://localhost", "--kind", "lambda", "--secret-file", "x"),
            "a secret signs webhooks, not --kind lambda",
        ),
    ],
)
def test_wrong_usage(command: Command, arguments: tuple[str, ...], told: str) -> None:
    """What cannot be tried is exit code 2, with its reason."""
    done = command("trigger", "test", *arguments)

    assert done.code == 2
    assert told in " ".join(done.err.replace("│", " ").split())


def test_a_file_that_is_wrong(command: Command, own_folder: Path) -> None:
    """A triggers file that no server would take is exit code 78."""
    file = own_folder / "triggers.toml"
    file.write_text("[[trigger]]\narn = 7\n")

    done = command("trigger", "test", "PreSignUp", "--arn", ARN, TRIGGERS_FILE=str(file))

    assert done.code == 78
    assert "COGNATE_TRIGGERS_FILE: trigger 1: arn" in done.err


def test_a_function_that_no_pool_can_have(command: Command, receiver: Receiver) -> None:
    """What CreateUserPool refuses is told instead of being tried."""
    done = tried(command, receiver, "PreSignUp", "--arn", ARN.replace("us-east-1", "eu-west-1"))

    assert done.code == 1
    assert "no pool can have this function" in done.err
    assert not receiver.deliveries
