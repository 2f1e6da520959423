"""SELECT_MFA_TYPE: a user with several second factors says which one he gives now."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth import second_factors
from domain.auth.step import Answers, Asked, Challenge, Kit, Progress
from domain.errors import InvalidParameterException
from domain.model.attempt import State

_ANSWER: Final = "ANSWER"
_ALSO_CALLED: Final = {"EMAIL_MFA": "EMAIL_OTP"}
"""AWS's list of answers names e-mail so; there is no challenge of that name."""


def _ask(progress: Progress, _kit: Kit) -> Asked:
    return Asked(
        shown={
            "MFAS_CAN_CHOOSE": tuple(second_factors.choices(progress)),
            "USER_ID_FOR_SRP": progress.attempt.username,
        }
    )


def _check(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    answer = _ALSO_CALLED.get(answers[_ANSWER], answers[_ANSWER])
    if answer not in second_factors.choices(progress):
        raise InvalidParameterException(texts.not_among_the_choices(_ANSWER))
    return progress.choosing(State(answer))


SELECT_MFA_TYPE: Final = Challenge(
    state=State.SELECT_MFA_TYPE, wants=(_ANSWER,), ask=_ask, check=_check
)
