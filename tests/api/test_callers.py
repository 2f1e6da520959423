"""What a request's program says of itself, as triggers are told: the AWS SDK that it names."""

from __future__ import annotations

import pytest

from adapters.api import callers
from adapters.api.call import Call
from adapters.api.callers import RequestCallers
from adapters.api.heard import Heard
from tests.api.stage import Members, Stage

AGENTS = {
    "aws-sdk-js/3.658.1 ua/2.0 os/linux#6.1 lang/js md/nodejs#20.11.0": "aws-sdk-js-3.658.1",
    "aws-sdk-nodejs/2.856.0 linux/v14.16.0 promise": "aws-sdk-nodejs-2.856.0",
    "aws-sdk-java/2.31.6 md/io#sync md/http#Apache ua/2.1": "aws-sdk-java-2.31.6",
    "aws-sdk-go-v2/1.30.0 os/linux lang/go#1.22 md/GOOS#linux": "aws-sdk-go-v2-1.30.0",
    "Mozilla/5.0 (X11) aws-sdk-js/2.1055.0 callback": "aws-sdk-js-2.1055.0",
    "aws-sdk-rust/1.3.3 os/linux": "aws-sdk-rust-1.3.3",
    "Boto3/1.44.5 md/Botocore#1.44.5 ua/2.1 os/linux lang/python#3.11": None,
    "aws-amplify/6.0.9 auth/3 framework/1": None,
    "curl/8.5.0": None,
    "x-aws-sdk-js/1": None,
    "aws-sdk-/1 aws-sdk-js/ aws-sdk-js": None,
    "": None,
}


def sdk_of(**headers: str) -> str | None:
    """What the port says while an operation answers a request with these headers."""
    heard: list[str | None] = []

    def operation(_call: Call, _request: Members) -> Members:
        heard.append(RequestCallers().sdk())
        return {}

    stage = Stage({"GetUser": operation})
    try:
        assert stage.call("GetUser", {"AccessToken": "x"}, **headers).status == 200
    finally:
        stage.close()
    return heard[0]


@pytest.mark.parametrize(("agent", "sdk"), AGENTS.items())
def test_an_sdk_is_known_by_its_user_agent(agent: str, sdk: str | None) -> None:
    """The name and the version of SDKs that name themselves so, of others nothing."""
    assert sdk_of(User_Agent=agent) == sdk


def test_in_browsers_the_sdk_has_a_header_of_its_own() -> None:
    """User-Agent is the browser's there."""
    agents = {"User_Agent": "Mozilla/5.0 (X11)", "X_Amz_User_Agent": "aws-sdk-js/3.1.0 ua/2.0"}
    assert sdk_of(**agents) == "aws-sdk-js-3.1.0"


def test_outside_of_requests_nobody_calls() -> None:
    """What the server does by itself has no caller, nor has what a thread does between requests."""
    assert RequestCallers().sdk() is None
    headers = [(b"user-agent", b"aws-sdk-js/3.1.0")]
    note = callers.begin(Heard.of({"headers": headers, "query_string": b""}))
    assert RequestCallers().sdk() == "aws-sdk-js-3.1.0"
    callers.end(note)
    assert RequestCallers().sdk() is None
