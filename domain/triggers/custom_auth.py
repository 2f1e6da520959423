"""DefineAuthChallenge, CreateAuthChallenge, VerifyAuthChallengeResponse: a pool's own challenges.

Answers are read strictly. What is not an answer to the question refuses the sign-in (SEC-66), and
a flag that is no boolean is no answer: the string "false" must not let anybody in.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain import texts
from domain.errors import InvalidParameterException
from domain.model.attempt import ChallengeResult
from domain.model.pool import UserPool
from domain.model.user import User
from domain.triggers import answers
from domain.triggers.hooks import Hooks, Occasion, client_metadata, user_attributes

_DEFINE: Final = "DefineAuthChallenge"
_CREATE: Final = "CreateAuthChallenge"
_VERIFY: Final = "VerifyAuthChallengeResponse"

LONGEST: Final = 65_536
"""Characters that the functions of one sign-in may have us remember, or show in one challenge."""


class Verdict(StrEnum):
    """What DefineAuthChallenge wants to happen next."""

    CUSTOM_CHALLENGE = "CUSTOM_CHALLENGE"
    PASSWORD_VERIFIER = "PASSWORD_VERIFIER"
    ISSUE_TOKENS = "issueTokens"
    FAIL = "failAuthentication"


_ASKS: Final = {each.value: each for each in (Verdict.CUSTOM_CHALLENGE, Verdict.PASSWORD_VERIFIER)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What all three functions are told of a sign-in.

    `user` is None for one who does not exist; only where `hides_users` do the functions hear which.
    `metadata` is ClientMetadata of the request that answers a challenge.
    """

    occasion: Occasion
    user: User | None
    hides_users: bool
    history: tuple[ChallengeResult, ...]
    metadata: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Created:
    """A challenge: `public` goes to the client, `private` and `metadata` never do."""

    public: Mapping[str, str]
    private: Mapping[str, str] = field(default_factory=dict, repr=False)
    metadata: str | None = field(default=None, repr=False)


class CustomAuth:
    """Asks the three functions.

    Every method raises what `Hooks.call` raises, InvalidParameterException if the pool does not
    name the function, and InvalidLambdaResponseException for an answer that is none.
    """

    def __init__(self, hooks: Hooks) -> None:
        self._hooks = hooks

    def define(self, told: Told) -> Verdict:
        """Return what comes next. A failure wins over tokens, and tokens over a challenge."""
        neutral = {"challengeName": None, "issueTokens": None, "failAuthentication": None}
        answer = self._ask(_DEFINE, told, {"session": _session(told)}, neutral)
        fails = answers.nullable_flag(answer, "failAuthentication")
        issues = answers.nullable_flag(answer, "issueTokens")
        named = answers.text(answer, "challengeName")
        if fails:
            return Verdict.FAIL
        if issues:
            return Verdict.ISSUE_TOKENS
        verdict = _ASKS.get(named or "")
        if verdict is None:
            raise answers.unreadable("challengeName is none that may be asked for")
        return verdict

    def create(self, told: Told) -> Created:
        """Return the next challenge.

        One that is too long to be kept with what was kept before is refused, which also bounds the
        number of rounds.
        """
        neutral = {
            "publicChallengeParameters": None,
            "privateChallengeParameters": None,
            "challengeMetadata": None,
        }
        request = {"challengeName": Verdict.CUSTOM_CHALLENGE.value, "session": _session(told)}
        answer = self._ask(_CREATE, told, request, neutral)
        created = Created(
            public=answers.texts_of(answer, "publicChallengeParameters"),
            private=answers.texts_of(answer, "privateChallengeParameters"),
            metadata=answers.text(answer, "challengeMetadata"),
        )
        kept = (*_pairs(created.private), created.metadata or "", *_all_of(told.history))
        if max(_length(_pairs(created.public)), _length(kept)) > LONGEST:
            raise answers.unreadable("the challenge is too long to be kept")
        return created

    def verify(self, told: Told, private: Mapping[str, str], answer: str) -> bool:
        """Return whether the client's answer to a challenge with these private parameters is right.

        Raises InvalidLambdaResponseException also if the function does not say.
        """
        request = {"privateChallengeParameters": dict(private), "challengeAnswer": answer}
        said = self._ask(_VERIFY, told, request, {"answerCorrect": None})
        if "answerCorrect" not in said:
            raise answers.unreadable("answerCorrect is missing")
        return answers.flag(said, "answerCorrect")

    def _ask(
        self,
        trigger: str,
        told: Told,
        request: Mapping[str, object],
        neutral: Mapping[str, object],
    ) -> Mapping[str, object]:
        pool, user = told.occasion.pool, told.user
        common = {
            "userAttributes": user_attributes(pool, user) if user else {},
            **({"userNotFound": user is None} if told.hides_users else {}),
            **client_metadata(told.metadata),
        }
        answer = self._hooks.call(
            trigger, f"{trigger}_Authentication", told.occasion, {**common, **request}, neutral
        )
        if answer is None:
            raise InvalidParameterException(texts.CUSTOM_AUTH_WITHOUT_TRIGGERS)
        return answer


def check_configured(pool: UserPool) -> None:
    """Refuse a pool that has no functions for custom challenges.

    Raises InvalidParameterException.
    """
    if _DEFINE not in pool.triggers:
        raise InvalidParameterException(texts.CUSTOM_AUTH_WITHOUT_TRIGGERS)


def _session(told: Told) -> list[dict[str, object]]:
    return [
        {
            "challengeName": each.challenge,
            "challengeResult": each.passed,
            "challengeMetadata": each.metadata,
        }
        for each in told.history
    ]


def _pairs(parameters: Mapping[str, str]) -> tuple[str, ...]:
    return (*parameters.keys(), *parameters.values())


def _all_of(history: Iterable[ChallengeResult]) -> tuple[str, ...]:
    return tuple(part for each in history for part in (each.challenge, each.metadata or ""))


def _length(parts: Iterable[str]) -> int:
    return sum(len(part) for part in parts)
