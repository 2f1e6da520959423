"""The functions of a pool that puts riddles: custom challenges of several rounds."""

# ruff: noqa: ANN401 - events are plain JSON values, and a client may be given any field

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.auth.requests import ChallengeAsked, Outcome
from domain.model.client import AppClient
from domain.model.user import User
from tests.support.accounts import Function, Functions
from tests.support.sign_in import Client, asked
from tests.support.world import PASSWORD, World

RIGHT = "an egg"
WRONG = "a stone"


def riddles(rounds: int = 2, mistakes: int = 3, ballast: int = 0, **others: Function) -> Functions:
    """Functions that give tokens after so many right answers and fail after so many wrong ones.

    With SRP first they ask for the proof of the password before the riddles. Each riddle keeps so
    many characters of `ballast` in private. `others` are further functions of the pool, or take the
    place of one of these.
    """

    def define(event: Mapping[str, Any]) -> Mapping[str, object]:
        session = event["request"]["session"]
        if session and session[-1]["challengeName"] == "SRP_A":
            return {"challengeName": "PASSWORD_VERIFIER"}
        results = [
            each["challengeResult"]
            for each in session
            if each["challengeName"] == "CUSTOM_CHALLENGE"
        ]
        if results.count(False) >= mistakes:
            return {"failAuthentication": True}
        if results.count(True) >= rounds:
            return {"issueTokens": True}
        return {"challengeName": "CUSTOM_CHALLENGE", "issueTokens": False}

    def create(event: Mapping[str, Any]) -> Mapping[str, object]:
        number = len(event["request"]["session"]) + 1
        return {
            "publicChallengeParameters": {"riddle": f"number {number}"},
            "privateChallengeParameters": {"answer": RIGHT, "ballast": "x" * ballast},
            "challengeMetadata": f"riddle {number}",
        }

    def verify(event: Mapping[str, Any]) -> Mapping[str, object]:
        request = event["request"]
        private = request["privateChallengeParameters"]
        whole = len(private.get("ballast", "")) >= ballast
        right = request["challengeAnswer"] == private.get("answer", RIGHT)
        return {"answerCorrect": whole and right}

    asked: dict[str, Function] = {
        "DefineAuthChallenge": define,
        "CreateAuthChallenge": create,
        "VerifyAuthChallengeResponse": verify,
    }
    return Functions(**{**asked, **others})


class Sphinx:
    """A pool that puts riddles, a client of it and Ann."""

    def __init__(self, functions: Functions | None = None, **client: Any) -> None:
        self.functions = functions or riddles()
        self.world = World(triggers=self.functions)
        self.pool = self.world.add_pool(triggers=self.functions.arns)
        self.ann: User = self.world.add_user(
            self.pool, attributes={"email": "ann@example.com", "email_verified": "true"}
        )
        self.app: AppClient = self.world.add_client(self.pool, **client)
        self.client = Client(self.world, self.app)
        self.admin = Client(self.world, self.app, admin=True)

    def begin(self, username: str = "ann", **answers: str) -> Outcome:
        """CUSTOM_AUTH."""
        return self.client.begin("CUSTOM_AUTH", USERNAME=username, **answers)

    def begin_by_srp(self, username: str = "ann") -> ChallengeAsked:
        """CUSTOM_AUTH with SRP first."""
        return self.client.start_srp(username, "CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")

    def prove(self, challenge: ChallengeAsked, password: str = PASSWORD) -> Outcome:
        """The proof of the password."""
        answers = self.client.srp_answers(challenge, password)
        return self.client.answer("PASSWORD_VERIFIER", challenge.session, answers)

    def solve(self, outcome: Outcome, answer: str = RIGHT, username: str = "ann") -> Outcome:
        """An answer to the riddle that was put."""
        answers = {"USERNAME": username, "ANSWER": answer}
        return self.client.answer("CUSTOM_CHALLENGE", asked(outcome).session, answers)

    def sessions(self, trigger: str = "DefineAuthChallenge") -> list[Any]:
        """What a function heard of earlier challenges, call by call, as (name, result) pairs."""
        return [
            [(each["challengeName"], each["challengeResult"]) for each in request["session"]]
            for request in self.functions.requests(trigger)
        ]
