"""The walk of a request through the endpoint, seen from outside."""

from __future__ import annotations

import threading
from collections.abc import Callable
from uuid import UUID

import pytest

from adapters.api.call import Call
from adapters.api.endpoint import LOOP_BODY_MAX
from domain.errors import (
    AliasExistsException,
    InvalidParameterException,
    NotAuthorizedException,
    UserNotFoundException,
)
from tests.api.stage import (
    CLIENT,
    TARGET,
    Members,
    Stage,
    answering,
    echo,
    noting,
    raising,
    respond,
    run,
)

Staged = Callable[..., Stage]

SIGN_UP = {"ClientId": CLIENT, "Username": "ann", "Password": "Passw0rd!"}
SUBJECT = "ACCESS_TOKEN"
PLAIN = {"AccessToken": "a.b.c"}


def test_success_is_200_with_json_and_request_id(staged: Staged) -> None:
    """A success is 200, AWS JSON 1.1 with its length, and a UUID as request id."""
    answer = staged(GetUser=echo).call("GetUser", PLAIN)

    assert answer.status == 200
    assert answer.json == PLAIN
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert answer.headers["content-length"] == str(len(answer.body))
    assert str(UUID(answer.headers["x-amzn-requestid"])) == answer.headers["x-amzn-requestid"]


@pytest.mark.parametrize("response", [None, {}])
def test_empty_output_is_an_empty_object(staged: Staged, response: object) -> None:
    """An operation without output answers `{}`, because Amplify parses every body."""
    answer = staged(DeleteUser=answering(response)).call("DeleteUser", PLAIN)

    assert (answer.status, answer.body) == (200, b"{}")


def test_null_members_are_left_out_of_answers(staged: Staged) -> None:
    """A None in a response is left out at every depth, because clients tell null from absent."""
    response = {
        "Username": "ann",
        "MFAOptions": None,
        "UserAttributes": [{"Name": "a", "Value": None}],
    }

    answer = staged(GetUser=answering(response)).call("GetUser", PLAIN)

    assert answer.json == {"Username": "ann", "UserAttributes": [{"Name": "a"}]}


def test_a_text_that_looks_like_null_is_kept(staged: Staged) -> None:
    """Leaving out nulls does not touch strings that hold the word."""
    answer = staged(GetUser=answering({"Username": 'a":null'})).call("GetUser", PLAIN)

    assert answer.json == {"Username": 'a":null'}


def test_bytes_are_answered_in_base64(staged: Staged) -> None:
    """Binary members travel as base64."""
    answer = staged(GetUser=answering({"Username": b"\x00\xff"})).call("GetUser", PLAIN)

    assert answer.json == {"Username": "AP8="}


def test_refusal_has_type_in_body_and_headers(staged: Staged) -> None:
    """A refusal is 400 with `__type` and `message` in the body and the same in two headers."""
    answer = staged(GetUser=raising(UserNotFoundException())).call("GetUser", PLAIN)

    assert answer.status == 400
    assert answer.json == {"__type": "UserNotFoundException", "message": "User does not exist."}
    assert answer.headers["x-amzn-errortype"] == "UserNotFoundException:"
    assert answer.headers["x-amzn-errormessage"] == "User does not exist."
    assert answer.headers["content-type"] == "application/x-amz-json-1.1"
    assert UUID(answer.headers["x-amzn-requestid"]).version == 4


def test_reason_code_is_sent_when_there_is_one(staged: Staged) -> None:
    """InvalidParameterException carries its second member only when it is given."""
    error = InvalidParameterException("no", reason_code="because")

    answer = staged(GetUser=raising(error)).call("GetUser", PLAIN)

    assert answer.json["reasonCode"] == "because"


def test_error_message_header_is_safe(staged: Staged) -> None:
    """The header of the message is one line of printable ASCII, whatever the text holds."""
    error = InvalidParameterException("a\r\nSet-Cookie: x=1\u202eé" + "z" * 9_000)

    answer = staged(GetUser=raising(error)).call("GetUser", PLAIN)

    assert answer.headers["x-amzn-errormessage"].startswith("a Set-Cookie: x=1??zzz")
    assert len(answer.headers["x-amzn-errormessage"]) <= 512
    assert answer.json["message"] == error.text


def test_unforeseen_failures_tell_nothing(staged: Staged) -> None:
    """Whatever else is raised is a 500 with a request id; the cause goes to the record alone."""
    cause = ValueError("postgresql://user:hunter2@db/x")
    stage = staged(GetUser=raising(cause))

    answer = stage.call("GetUser", PLAIN)

    assert answer.status == 500
    assert answer.json == {"__type": "InternalErrorException", "message": "Something went wrong"}
    assert b"hunter2" not in answer.body
    assert "hunter2" not in str(answer.headers)
    assert stage.records[0].cause is cause
    assert stage.records[0].error == "InternalErrorException"


def test_unserialisable_responses_are_our_fault(staged: Staged) -> None:
    """A response that is no JSON is a 500, not a dropped connection."""
    answer = staged(GetUser=answering({"Username": object()})).call("GetUser", PLAIN)

    assert (answer.status, answer.type) == (500, "InternalErrorException")


@pytest.mark.parametrize(
    "target",
    [
        None,
        "",
        "GetUser",
        "AWSCognitoIdentityProviderService.",
        "AWSCognitoIdentityProviderService.Nope",
        "AWSCognitoIdentityProviderService.getUser",
        "AWSCognitoIdentityService.GetUser",
        "AWSCognitoIdentityProviderService.GetUser\xff",
    ],
)
def test_unknown_targets_are_refused(staged: Staged, target: str | None) -> None:
    """A missing or unknown X-Amz-Target is UnknownOperationException with an empty text."""
    headers = {} if target is None else {"X-Amz-Target": target}

    answer = staged(GetUser=echo).post(b"{}", headers)

    assert (answer.status, answer.json) == (
        400,
        {"__type": "UnknownOperationException", "message": ""},
    )


@pytest.mark.parametrize(
    "content_type",
    [
        "application/x-amz-json-1.1",
        "application/x-amz-json-1.0",
        "application/json",
        "Application/X-Amz-Json-1.1; charset=utf-8",
        "application/json;charset=UTF-8",
        None,
    ],
)
def test_accepted_content_types(staged: Staged, content_type: str | None) -> None:
    """The AWS JSON types, plain JSON and none at all are taken, with or without a charset."""
    headers = {} if content_type is None else {"content_type": content_type}

    assert staged(GetUser=echo).call("GetUser", PLAIN, **headers).status == 200


@pytest.mark.parametrize("content_type", ["text/plain", "application/x-www-form-urlencoded"])
def test_other_content_types_are_refused(staged: Staged, content_type: str) -> None:
    """A form or a text is not read as JSON."""
    answer = staged(GetUser=echo).call("GetUser", PLAIN, content_type=content_type)

    assert (answer.status, answer.type) == (400, "SerializationException")


def test_validation_comes_before_the_operation(staged: Staged) -> None:
    """A request that breaks a constraint never reaches its operation."""
    reached: list[Call] = []
    stage = staged(SignUp=noting(reached))

    answer = stage.call("SignUp", {**SIGN_UP, "Username": "a b"})

    assert (answer.type, reached) == ("InvalidParameterException", [])


def test_unknown_members_are_dropped(staged: Staged) -> None:
    """A member of a newer model is ignored, so that newer clients keep working."""
    answer = staged(GetUser=echo).call("GetUser", {**PLAIN, "Newer": {"a": [1]}})

    assert answer.json == PLAIN


def test_operations_learn_who_calls(staged: Staged) -> None:
    """An operation is told request id, address, program and, if signed, the access key."""
    calls: list[Call] = []
    stage = staged(
        GetUser=noting(calls),
        ListUserPools=noting(calls),
    )

    answer = stage.call("GetUser", PLAIN, user_agent="tester/1")
    stage.signed("ListUserPools", {"MaxResults": 1})

    assert calls[0].request_id == answer.headers["x-amzn-requestid"]
    assert (calls[0].source_ip, calls[0].user_agent) == ("192.0.2.7", "tester/1")
    assert (calls[0].operation, calls[0].principal) == ("GetUser", None)
    assert calls[1].principal == "local"


def test_operations_run_off_the_event_loop(staged: Staged) -> None:
    """An operation runs in a thread of a lane, never on the loop."""
    names: list[str] = []

    def operation(call: Call, request: Members) -> None:
        names.append(threading.current_thread().name)

    staged(GetUser=operation).call("GetUser", PLAIN)

    assert names[0].startswith("quick")


def test_large_bodies_are_taken_too(staged: Staged) -> None:
    """A body that is decoded in a thread is answered as a small one."""
    request = {**PLAIN, "Ignored": "x" * LOOP_BODY_MAX}

    assert staged(GetUser=echo).call("GetUser", request).json == PLAIN


def test_each_answer_is_recorded(staged: Staged) -> None:
    """The record tells operation, outcome, request id and the SDK's invocation id."""
    stage = staged(GetUser=raising(NotAuthorizedException(detail="why")))

    answer = stage.call("GetUser", PLAIN, amz_sdk_invocation_id="i-1", user_agent="u" * 9_000)

    record = stage.records[0]
    assert record.request_id == answer.headers["x-amzn-requestid"]
    assert (record.operation, record.status) == ("GetUser", 400)
    assert (record.error, record.detail) == ("NotAuthorizedException", "why")
    assert record.invocation_id == "i-1"
    assert len(record.user_agent) == 512
    assert not record.undeclared


def test_undeclared_errors_are_marked(staged: Staged) -> None:
    """An error that the model does not list for the operation is marked in its record."""
    stage = staged(GetUser=raising(AliasExistsException()))

    stage.call("GetUser", PLAIN)

    assert stage.records[0].undeclared


def test_ids_of_requests_differ(staged: Staged) -> None:
    """Two requests never share a request id."""
    stage = staged(GetUser=echo)
    app = stage.app()

    async def twice() -> set[str]:
        headers = {"X-Amz-Target": f"{TARGET}GetUser"}
        answers = [await respond(app, b'{"AccessToken":"a"}', headers) for _ in range(2)]
        return {answer.headers["x-amzn-requestid"] for answer in answers}

    assert len(run(twice)) == 2
