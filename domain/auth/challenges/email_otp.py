"""EMAIL_OTP: a code by e-mail, as first factor of USER_AUTH or as second factor.

MFA_SETUP leads here too: the code then proves the address that the user gave there, and from then
on he has e-mail as second factor.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain.accounts.mfa_preference import switched_on
from domain.auth import code_challenge
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.messages.addressing import EMAIL
from domain.model.attempt import State
from domain.model.factors import SecondFactor

_CODE: Final = "EMAIL_OTP_CODE"


def _ask(progress: Progress, kit: Kit) -> Asked:
    return code_challenge.ask(progress, kit, EMAIL)


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    passed = code_challenge.check(progress, answers[_CODE], kit)
    if code_challenge.ENROLLING not in progress.attempt.memory or passed.user is None:
        return passed
    factors = switched_on(passed.user.factors, SecondFactor.EMAIL)
    return passed.with_user(replace(passed.user, factors=factors, epoch=passed.user.epoch + 1))


EMAIL_OTP: Final = Challenge(
    state=State.EMAIL_OTP,
    wants=(_CODE,),
    ask=_ask,
    check=_check,
    claim=claims(Claim.CODE),
    simulated=True,
)
