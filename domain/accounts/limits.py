"""How often an hour a user may guess at a code, change his password, or be sent a message."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.errors import LimitExceededException
from domain.model.identifiers import PoolId, Sub
from domain.ports.attempts import Budget
from domain.ports.store import Unit

_HOUR_S: Final = 3_600
_DAY_S: Final = 24 * _HOUR_S
_MESSAGES_AN_HOUR: Final = 5
_MESSAGES_A_DAY: Final = 20

TRIES_PER_CODE: Final = 5
"""Answers to one code that are compared at all (ruling 33)."""

TRIES_PER_ATTEMPT: Final = 5
"""Answers to one code challenge of a sign-in that are compared at all (ruling 3)."""

CONFIRM_SIGN_UP: Final = Budget(name="ConfirmSignUp", limit=15, window_s=_HOUR_S)
CONFIRM_FORGOT_PASSWORD: Final = Budget(name="ConfirmForgotPassword", limit=20, window_s=_HOUR_S)
VERIFY_SOFTWARE_TOKEN: Final = Budget(name="VerifySoftwareToken", limit=15, window_s=_HOUR_S)
CHANGE_PASSWORD: Final = Budget(name="ChangePassword", limit=5, window_s=_HOUR_S)


def sign_in_codes(challenge: str) -> Budget:
    """Wrong codes of one user over all his sign-ins, until a right one or the end of the hour.

    Who knows the password can begin as many sign-ins as he likes, each with tries of its own. Each
    challenge counts for itself: who reads the mail, and so can give right codes without end, must
    not gain tries of another factor by them (SEC-17).
    """
    return Budget(name=f"sign-in codes/{challenge}", limit=30, window_s=_HOUR_S)


def spend_message(unit: Unit, pool_id: PoolId, sub: Sub, purpose: str, now_ms: int) -> None:
    """Take one message of a purpose from the user's hour and day (ruling 5, SEC-55).

    Raises LimitExceededException.
    """
    hour = Budget(name=f"{purpose}/hour", limit=_MESSAGES_AN_HOUR, window_s=_HOUR_S)
    day = Budget(name=f"{purpose}/day", limit=_MESSAGES_A_DAY, window_s=_DAY_S)
    for budget in (hour, day):
        if not unit.budgets.spend(pool_id, sub, budget, now_ms):
            raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)
