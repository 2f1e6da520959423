"""Custom challenges of several rounds, by real clients, where functions keep more than a Session.

The functions are those of tests/support/riddles.py, behind signed webhooks.
"""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.node import require_clients
from tests.support.proof import right_answer
from tests.support.riddles import RIGHT, WRONG
from tests.support.served_functions import RIDDLES, Functions
from tests.support.tenant import PASSWORD, Tenant, unique


@pytest.fixture
def tenant(functions: Functions) -> Tenant:
    """A pool that puts riddles, and a client that may begin by them."""
    functions.put_riddles(ballast=20_000)
    return functions.pool(*RIDDLES)


@pytest.fixture
def ann(tenant: Tenant) -> str:
    """A confirmed user."""
    return tenant.user(unique("ann"))


def solve(tenant: Tenant, asked: dict[str, Any], answer: str = RIGHT) -> dict[str, Any]:
    """Answer a riddle; return what follows."""
    following: dict[str, Any] = tenant.api.respond_to_auth_challenge(
        ClientId=tenant.client_id,
        ChallengeName="CUSTOM_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses={
            "USERNAME": asked["ChallengeParameters"]["USERNAME"],
            "ANSWER": answer,
        },
    )
    return following


def test_boto3_answers_riddles(tenant: Tenant, ann: str) -> None:
    """A wrong answer, then two right ones; the Session of each round serves once."""
    first = tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": ann}
    )
    second = solve(tenant, first, WRONG)
    done = solve(tenant, solve(tenant, second))

    assert first["ChallengeName"] == second["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert first["ChallengeParameters"] == {"riddle": "number 1", "USERNAME": ann}
    assert second["ChallengeParameters"] == {"riddle": "number 2", "USERNAME": ann}
    assert tenant.api.get_user(AccessToken=done["AuthenticationResult"]["AccessToken"])
    with pytest.raises(ClientError, match="session can only be used once"):
        solve(tenant, first)


def test_boto3_proves_a_password_first(tenant: Tenant, ann: str) -> None:
    """SRP_A, the proof, and the riddles after it."""
    proof = right_answer(tenant, ann, flow="CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    riddle = tenant.api.respond_to_auth_challenge(**proof)

    assert riddle["ChallengeName"] == "CUSTOM_CHALLENGE"
    assert solve(tenant, solve(tenant, riddle))["AuthenticationResult"]["RefreshToken"]


def test_boto3_administers_the_same_flow(tenant: Tenant, ann: str) -> None:
    """AdminInitiateAuth and AdminRespondToAuthChallenge, for a user with a temporary password."""
    invited = tenant.invite(unique("bob"))
    asked = tenant.api.admin_initiate_auth(
        UserPoolId=tenant.pool_id,
        ClientId=tenant.client_id,
        AuthFlow="CUSTOM_AUTH",
        AuthParameters={"USERNAME": invited},
    )
    for _ in range(2):
        asked = tenant.api.admin_respond_to_auth_challenge(
            UserPoolId=tenant.pool_id,
            ClientId=tenant.client_id,
            ChallengeName=asked["ChallengeName"],
            Session=asked["Session"],
            ChallengeResponses={"USERNAME": invited, "ANSWER": RIGHT},
        )

    assert asked["AuthenticationResult"]["AccessToken"]


def test_boto3_ends_after_too_many_mistakes(tenant: Tenant, ann: str) -> None:
    """The function has seen enough, and the last Session is over."""
    asked = tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": ann}
    )
    last = solve(tenant, solve(tenant, asked, WRONG), WRONG)

    with pytest.raises(ClientError, match="Incorrect username or password"):
        solve(tenant, last, WRONG)
    with pytest.raises(ClientError, match="Invalid session for the user"):
        solve(tenant, last)


@pytest.mark.node
def test_javascript_clients_answer_riddles(tenant: Tenant, ann: str) -> None:
    """Both libraries, without a password and with one first."""
    done = require_clients().run(
        "js/riddles.mjs",
        json.dumps(
            {
                "url": tenant.url,
                "poolId": tenant.pool_id,
                "clientId": tenant.client_id,
                "name": ann,
                "password": PASSWORD,
                "right": RIGHT,
                "wrong": WRONG,
            }
        ),
        env={"NO_PROXY": "127.0.0.1", "no_proxy": "127.0.0.1"},
    )
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout.splitlines()[-1])

    assert results.pop("identityGuessing") == "Incorrect username or password."
    assert results == {
        "identity": [*(_riddle(ann, number) for number in (1, 2, 3)), {"username": ann}],
        "identityAfterPassword": [*(_riddle(ann, number) for number in (3, 4)), {"username": ann}],
        "amplify": {
            "seen": [*(_step(ann, number) for number in (1, 2, 3)), {"signInStep": "DONE"}],
            "username": ann,
        },
        "amplifyAfterPassword": {
            "seen": [*(_step(ann, number) for number in (3, 4)), {"signInStep": "DONE"}],
            "username": ann,
        },
        "amplifyWrongPassword": "NotAuthorizedException",
    }


def _riddle(name: str, number: int) -> dict[str, str]:
    return {"riddle": f"number {number}", "USERNAME": name}


def _step(name: str, number: int) -> dict[str, object]:
    return {
        "signInStep": "CONFIRM_SIGN_IN_WITH_CUSTOM_CHALLENGE",
        "additionalInfo": _riddle(name, number),
    }
