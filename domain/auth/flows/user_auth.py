"""USER_AUTH: the user chooses what he begins with; a preference may come with the first request.

A password or SRP_A may come with the preference as well. A preference that is not offered to the
user leads to SELECT_CHALLENGE.
"""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth import step_up
from domain.auth.first_factors import FIRST_FACTORS, claim_of, take_up
from domain.auth.step import Answers, Claim, FlowStart, Kit, Progress
from domain.errors import InvalidParameterException
from domain.model.attempt import Flow, State
from domain.model.pool import UserPool

_PREFERENCE: Final = "PREFERRED_CHALLENGE"


def _claim(answers: Answers) -> Claim:
    return claim_of(answers.get(_PREFERENCE), answers)


def _admit(pool: UserPool, answers: Answers, _kit: Kit) -> None:
    preference = answers.get(_PREFERENCE)
    if preference and preference not in FIRST_FACTORS:
        raise InvalidParameterException(texts.not_among_the_choices(_PREFERENCE))
    step_up.check(pool, answers)


def _begin(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    preference = answers.get(_PREFERENCE)
    if not preference:
        return progress
    return take_up(progress, State(preference), answers, kit)


USER_AUTH: Final = FlowStart(
    flow=Flow.USER_AUTH,
    admin=None,
    allowed_by="ALLOW_USER_AUTH",
    legacy=lambda _flows: False,
    refusal=texts.flow_not_enabled(Flow.USER_AUTH),
    wants=("USERNAME",),
    admit=_admit,
    begin=_begin,
    claim=_claim,
    heeds_lock=False,
    choice_based=True,
)
