"""The functions of a pool that puts riddles: custom challenges of several rounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from tests.support.accounts import Function, Functions

RIGHT = "an egg"
WRONG = "a stone"


def riddles(rounds: int = 2, mistakes: int = 3, **others: Function) -> Functions:
    """Functions that give tokens after so many right answers and fail after so many wrong ones.

    With SRP first they ask for the proof of the password before the riddles. `others` are further
    functions of the pool, or take the place of one of these.
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
            "privateChallengeParameters": {"answer": RIGHT},
            "challengeMetadata": f"riddle {number}",
        }

    def verify(event: Mapping[str, Any]) -> Mapping[str, object]:
        request = event["request"]
        private = request["privateChallengeParameters"]
        return {"answerCorrect": request["challengeAnswer"] == private["answer"]}

    asked: dict[str, Function] = {
        "DefineAuthChallenge": define,
        "CreateAuthChallenge": create,
        "VerifyAuthChallengeResponse": verify,
    }
    return Functions(**{**asked, **others})
