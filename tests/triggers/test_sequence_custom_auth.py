"""CUSTOM_AUTH: what the three functions are called with, round by round, and every whole event."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import pytest

from tests.api.stage import Members
from tests.support.function_service import PLAIN, FunctionService, Stand
from tests.support.riddles import RIGHT, WRONG, riddles
from tests.support.sign_in import PUBLIC_VALUE
from tests.support.world import claims_of
from tests.triggers.told import CREATE, DEFINE, GILDED, METADATA, TOKENS, VERIFY, tokens, told

Metadata = Mapping[str, str] | None
CUSTOM: Final = "CUSTOM_CHALLENGE"


def put_riddles(service: FunctionService, rounds: int) -> None:
    """Let the functions put so many riddles, after the password if SRP began."""
    for trigger, function in riddles(rounds=rounds).answers.items():
        assert callable(function)
        service.receiver.answer(f"{trigger}_Authentication", function)


class Round:
    """The events of a sign-in, as the functions of `riddles` see it."""

    def __init__(self, pool: Stand, user: Members | None, username: str = "ann") -> None:
        self.pool = pool
        self.user = user or {}
        self.unknown = user is None
        self.username = username

    def define(self, session: list[Members], given: Metadata = None) -> Members:
        """DefineAuthChallenge after these results."""
        return self._event("DefineAuthChallenge", {"session": session}, DEFINE, given)

    def create(self, session: list[Members], given: Metadata = None) -> Members:
        """CreateAuthChallenge after these results."""
        request = {"challengeName": CUSTOM, "session": session}
        return self._event("CreateAuthChallenge", request, CREATE, given)

    def verify(self, answer: str, given: Metadata = None) -> Members:
        """VerifyAuthChallengeResponse, with what Create kept."""
        private = {"answer": RIGHT, "ballast": ""}
        request = {"privateChallengeParameters": private, "challengeAnswer": answer}
        return self._event("VerifyAuthChallengeResponse", request, VERIFY, given)

    def _event(self, trigger: str, request: Members, neutral: Members, given: Metadata) -> Members:
        common = {"userAttributes": self.user, "userNotFound": self.unknown, **told(given)}
        return self.pool.event(
            f"{trigger}_Authentication",
            {**common, **request},
            neutral,
            username=self.username,
        )


def result(name: str, *, passed: bool = True, number: int | None = None) -> dict[str, Any]:
    """One entry of `session`."""
    metadata = None if number is None else f"riddle {number}"
    return {"challengeName": name, "challengeResult": passed, "challengeMetadata": metadata}


def test_custom_challenges_alone(service: FunctionService) -> None:
    """A wrong answer is no refusal: Define is told of it, and decides to ask again."""
    pool = service.pool(*PLAIN)
    pool.add()
    put_riddles(service, rounds=1)
    heard, user = Round(pool, pool.user()), pool.user()
    asked = pool.begin("CUSTOM_AUTH", ClientMetadata={"not": "later"})
    before = {"userAttributes": user, "validationData": {"not": "later"}, "userNotFound": False}
    assert service.events == [
        pool.event("PreAuthentication_Authentication", before),
        heard.define([]),
        heard.create([]),
    ]
    assert asked["ChallengeParameters"] == {"riddle": "number 1", "USERNAME": "ann"}
    service.receiver.deliveries.clear()

    asked = pool.respond(asked, {"ANSWER": WRONG}, ClientMetadata=METADATA)

    missed = [result(CUSTOM, passed=False, number=1)]
    assert service.events == [
        heard.verify(WRONG, METADATA),
        heard.define(missed, METADATA),
        heard.create(missed, METADATA),
    ]
    service.receiver.deliveries.clear()

    service.receiver.answer("TokenGeneration_Authentication", GILDED)
    done = pool.respond(asked, {"ANSWER": RIGHT})

    assert claims_of(done["AuthenticationResult"]["IdToken"])["tier"] == "gold"
    after = {"userAttributes": user, "newDeviceUsed": False}
    assert service.events == [
        heard.verify(RIGHT),
        heard.define([*missed, result(CUSTOM, number=2)]),
        pool.event("PostAuthentication_Authentication", after),
        pool.event("TokenGeneration_Authentication", tokens(user), TOKENS),
    ]


def test_custom_challenges_after_srp(service: FunctionService) -> None:
    """The guide's example: SRP_A, PASSWORD_VERIFIER, then two challenges of the pool's own."""
    pool = service.pool(*PLAIN)
    pool.add()
    put_riddles(service, rounds=2)
    heard, user = Round(pool, pool.user()), pool.user()
    answers = {"CHALLENGE_NAME": "SRP_A", "SRP_A": PUBLIC_VALUE}
    asked = pool.begin("CUSTOM_AUTH", answers=answers)
    proven = [result("SRP_A")]
    assert service.events[1:] == [heard.define(proven)]
    service.receiver.deliveries.clear()

    asked = pool.respond(asked, pool.proof(asked), ClientMetadata=METADATA)

    proven.append(result("PASSWORD_VERIFIER"))
    assert service.events == [heard.define(proven, METADATA), heard.create(proven, METADATA)]
    for number in (3, 4):
        service.receiver.deliveries.clear()
        asked = pool.respond(asked, {"ANSWER": RIGHT}, ClientMetadata=METADATA)
        proven.append(result(CUSTOM, number=number))
        assert service.events[:2] == [
            heard.verify(RIGHT, METADATA),
            heard.define(proven, METADATA),
        ]
    after = {"userAttributes": user, "newDeviceUsed": False, "clientMetadata": METADATA}
    assert service.events[2:] == [
        pool.event("PostAuthentication_Authentication", after),
        pool.event("TokenGeneration_Authentication", tokens(user, METADATA), TOKENS),
    ]
    assert "AccessToken" in asked["AuthenticationResult"]


def test_nobody_is_asked_like_anybody_and_never_let_in(service: FunctionService) -> None:
    """The functions hear that he does not exist; their word for him is not taken."""
    pool = service.pool(*PLAIN[:-1])
    put_riddles(service, rounds=1)
    heard = Round(pool, None, "bob")
    asked = pool.begin("CUSTOM_AUTH", answers={"USERNAME": "bob"})
    assert service.events[1:] == [heard.define([]), heard.create([])]
    service.receiver.deliveries.clear()

    refused = pool.refused(
        "RespondToAuthChallenge",
        ChallengeName=CUSTOM,
        ChallengeResponses={"USERNAME": "bob", "ANSWER": RIGHT},
        Session=asked["Session"],
    )

    assert refused == ("NotAuthorizedException", "Incorrect username or password.")
    assert service.events == [heard.verify(RIGHT), heard.define([result(CUSTOM, number=1)])]


@pytest.mark.parametrize(
    ("answers", "text"),
    [
        ({"failAuthentication": True, "issueTokens": True}, "Incorrect username or password."),
        ({"challengeName": None}, "Unrecognizable lambda output"),
        ({"challengeName": "SOMETHING"}, "Unrecognizable lambda output"),
        ({"issueTokens": "true"}, "Unrecognizable lambda output"),
        ({"issueTokens": True, "challengeName": 5}, "Unrecognizable lambda output"),
    ],
)
def test_what_define_says_is_taken_strictly(
    service: FunctionService, answers: Members, text: str
) -> None:
    """Failure wins over tokens, and what is no answer gives none."""
    pool = service.pool("DefineAuthChallenge")
    pool.add()
    service.receiver.answer("DefineAuthChallenge_Authentication", answers)
    parameters = {"USERNAME": "ann"}
    refused = pool.refused("InitiateAuth", AuthFlow="CUSTOM_AUTH", AuthParameters=parameters)
    assert refused[1] == text
