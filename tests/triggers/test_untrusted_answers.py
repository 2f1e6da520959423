"""An answer counts by its `response` alone: what else a function writes into the event is nothing.

Every function answers with an event that names another user, pool and client, and a `response` with
members that no trigger has (SEC-40, triggers.md 14.4).
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.api.stage import Members
from tests.support.accounts import rows_of
from tests.support.function_service import EMAIL, PLAIN, FunctionService, Stand, pairs
from tests.support.riddles import RIGHT, riddles
from tests.support.trigger_receiver import Reply, raw
from tests.support.world import PASSWORD, claims_of

BOB = "bob@example.com"
NEW_PASSWORD = "N3w!password"
LIES: Members = {
    "userName": "bob",
    "username": "bob",
    "sub": "00000000-0000-4000-8000-000000000000",
    "userStatus": "CONFIRMED",
    "cognito:user_status": "CONFIRMED",
    "confirm": True,
    "isAdmin": True,
}


class Liar:
    """Answers as riddles want it, inside an event about Bob."""

    def __init__(self, pool: Stand, bob: Members) -> None:
        self.bob = bob
        self.pool = pool
        self.riddles = riddles(rounds=1).answers

    def __call__(self, event: dict[str, Any]) -> Reply:
        """The event as the function makes it."""
        function = self.riddles.get(event["triggerSource"].partition("_")[0])
        said = function(event) if callable(function) else {}
        forged = {
            "version": "9",
            "triggerSource": "PreSignUp_SignUp",
            "region": "elsewhere",
            "userPoolId": "us-east-1_Other0000",
            "userName": "bob",
            "callerContext": {"awsSdkVersion": "x", "clientId": "other"},
            "request": {
                **event["request"],
                "userAttributes": self.bob,
                "session": [],
                "challengeAnswer": RIGHT,
                "groupConfiguration": {"groupsToOverride": ["admins"]},
            },
            "response": {**event["response"], **LIES, **said},
        }
        return raw(json.dumps(forged))


@pytest.fixture
def pool(service: FunctionService) -> Stand:
    """A pool with all functions, Bob who has not confirmed himself, and liars from then on."""
    made = service.pool(*PLAIN, AliasAttributes=["email"])
    made.public("SignUp", Username="bob", Password=PASSWORD, UserAttributes=pairs(email=BOB))
    bob = made.user("CONFIRMED", "bob", **{"email": BOB, "cognito:email_alias": BOB})
    service.receiver.answer("*", Liar(made, bob))
    return made


def rows_of_bob(pool: Stand, sub: str) -> list[object]:
    """Every row that is Bob's."""
    tables = rows_of(pool.service.world)
    return [row for rows in tables.values() for row in rows.values() if sub in repr(row)]


def test_functions_speak_of_no_one_but_the_user_of_the_request(
    service: FunctionService, pool: Stand
) -> None:
    """Ann signs up, confirms, signs in by every path and recovers; it is Ann all the time."""
    bobs = pool.sub("bob")
    before = rows_of_bob(pool, bobs)
    assert before
    anns = pool.public(
        "SignUp", Username="ann", Password=PASSWORD, UserAttributes=pairs(email=EMAIL)
    )["UserSub"]
    assert pool.admin("AdminGetUser")["UserStatus"] == "UNCONFIRMED"
    pool.public("ConfirmSignUp", Username="ann", ConfirmationCode=pool.code())

    first = pool.begin()["AuthenticationResult"]
    results = [first]
    asked = pool.begin("USER_SRP_AUTH")
    results.append(pool.respond(asked, pool.proof(asked))["AuthenticationResult"])
    asked = pool.begin("CUSTOM_AUTH")
    results.append(pool.respond(asked, {"ANSWER": RIGHT})["AuthenticationResult"])
    refresh = {"REFRESH_TOKEN": first["RefreshToken"]}
    refreshed = pool.public("InitiateAuth", AuthFlow="REFRESH_TOKEN_AUTH", AuthParameters=refresh)
    results.append(refreshed["AuthenticationResult"])

    for result in results:
        identity, access = claims_of(result["IdToken"]), claims_of(result["AccessToken"])
        assert identity["sub"] == access["sub"] == anns
        assert identity["cognito:username"] == access["username"] == "ann"
        assert identity["aud"] == access["client_id"] == pool.client_id
        assert identity["email"] == EMAIL
        assert "cognito:groups" not in identity

    pool.public("ForgotPassword", Username="ann")
    pool.public(
        "ConfirmForgotPassword",
        Username="ann",
        ConfirmationCode=pool.code(),
        Password=NEW_PASSWORD,
    )
    assert len(set(service.sources)) == 12
    assert pool.admin("AdminGetUser", "bob")["UserStatus"] == "UNCONFIRMED"
    assert rows_of_bob(pool, bobs) == before


def test_a_wrong_answer_stays_wrong_whatever_the_event_says(pool: Stand) -> None:
    """The results of earlier challenges are those of the Session, and not of an answer."""
    pool.public("SignUp", Username="ann", Password=PASSWORD, UserAttributes=pairs(email=EMAIL))
    pool.admin("AdminConfirmSignUp")
    asked = pool.begin("CUSTOM_AUTH")
    for number in (1, 2):
        asked = pool.respond(asked, {"ANSWER": f"wrong {number}"})
        assert asked["ChallengeName"] == "CUSTOM_CHALLENGE"
    refused = pool.refused(
        "RespondToAuthChallenge",
        ChallengeName="CUSTOM_CHALLENGE",
        ChallengeResponses={"USERNAME": "ann", "ANSWER": "wrong 3"},
        Session=asked["Session"],
    )
    assert refused == ("NotAuthorizedException", "Incorrect username or password.")


def test_nobody_is_made_somebody_by_an_answer(pool: Stand) -> None:
    """UserMigration that answers nothing of its own brings nobody, whoever the event names."""
    answers = {"USERNAME": "cat", "PASSWORD": PASSWORD}
    refused = pool.refused("InitiateAuth", AuthFlow="USER_PASSWORD_AUTH", AuthParameters=answers)
    assert refused == ("NotAuthorizedException", "Incorrect username or password.")
    missing = pool.service.signed("AdminGetUser", UserPoolId=pool.pool_id, Username="cat")
    assert missing.type == "UserNotFoundException"
