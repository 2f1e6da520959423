"""CUSTOM_AUTH: the pool's own functions ask for whatever they like, after SRP if the client wants.

With SRP the client's public value comes in the first request, as in USER_SRP_AUTH, and the function
that says what comes next hears of it as the first challenge, passed.
"""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth import srp_proof
from domain.auth.answers import require
from domain.auth.step import Answers, FlowStart, Kit, Progress
from domain.errors import InvalidParameterException
from domain.model.attempt import SRP_A, Flow
from domain.model.pool import UserPool
from domain.triggers.custom_auth import check_configured

_CHALLENGE_NAMES: Final = ("CHALLENGE_NAME", "ChallengeName")
"""Where AWS's own pages and libraries put the first challenge; they do not agree."""


def _by_srp(answers: Answers) -> bool:
    return any(answers.get(key) == SRP_A for key in _CHALLENGE_NAMES)


def _admit(pool: UserPool, answers: Answers, kit: Kit) -> None:
    check_configured(pool)
    if _by_srp(answers):
        if kit.srp_verifiers == "never":
            raise InvalidParameterException(texts.SRP_NOT_ENABLED)
        require(answers, (SRP_A,))


def _begin(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    if not _by_srp(answers):
        return progress
    return srp_proof.begun(progress, answers[SRP_A]).seen(SRP_A, passed=True)


CUSTOM_AUTH: Final = FlowStart(
    flow=Flow.CUSTOM_AUTH,
    admin=None,
    allowed_by="ALLOW_CUSTOM_AUTH",
    legacy=lambda _flows: True,
    refusal=texts.CUSTOM_AUTH_NOT_ENABLED,
    wants=("USERNAME",),
    admit=_admit,
    begin=_begin,
    heeds_lock=False,
)
