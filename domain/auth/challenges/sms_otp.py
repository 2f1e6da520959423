"""SMS_OTP: a code in a text message, as first factor of USER_AUTH."""

from __future__ import annotations

from typing import Final

from domain.auth import code_challenge
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.messages.addressing import PHONE_NUMBER
from domain.model.attempt import State

_CODE: Final = "SMS_OTP_CODE"


def _ask(progress: Progress, kit: Kit) -> Asked:
    return code_challenge.ask(progress, kit, PHONE_NUMBER)


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return code_challenge.check(progress, answers[_CODE], kit)


SMS_OTP: Final = Challenge(
    state=State.SMS_OTP,
    wants=(_CODE,),
    ask=_ask,
    check=_check,
    claim=claims(Claim.CODE),
    simulated=True,
)
