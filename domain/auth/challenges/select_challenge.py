"""SELECT_CHALLENGE: the user says what he begins his sign-in with, and may prove it at once."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.first_factors import claim_of, offered, take_up
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress
from domain.errors import InvalidParameterException, NotAuthorizedException
from domain.model.attempt import State

_ANSWER: Final = "ANSWER"


def _claim(answers: Answers) -> Claim:
    return claim_of(answers.get(_ANSWER), answers)


def _ask(_progress: Progress, _kit: Kit) -> Asked:
    return Asked(shown={})


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    answer = answers[_ANSWER]
    if answer not in offered(progress, kit):
        raise InvalidParameterException(texts.not_among_the_choices(_ANSWER))
    if answer == State.WEB_AUTHN and answers.get("CREDENTIAL"):
        # An assertion over a challenge that was not given yet is one over somebody else's.
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    return take_up(progress, State(answer), answers, kit)


SELECT_CHALLENGE: Final = Challenge(
    state=State.SELECT_CHALLENGE,
    wants=(_ANSWER,),
    ask=_ask,
    check=_check,
    claim=_claim,
    simulated=True,
)
