"""How often an hour a user may guess at a code, change his password, or be sent a message."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.errors import LimitExceededException
from domain.model.attempt import Attempt
from domain.model.identifiers import PoolId, Sub
from domain.ports.attempts import Budget
from domain.ports.store import Unit

_HOUR_S: Final = 3_600
_DAY_S: Final = 24 * _HOUR_S
_MESSAGES_AN_HOUR: Final = 5
_MESSAGES_A_DAY: Final = 20
_FIRST_CODES_AN_HOUR: Final = 300
_SECOND_CODES_AN_HOUR: Final = 30
_SECOND_CODES_A_DAY: Final = 100

TRIES_PER_CODE: Final = 5
"""Answers to one code that are compared at all (ruling 33)."""

TRIES_PER_ATTEMPT: Final = 5
"""Answers to one code challenge of a sign-in that are compared at all (ruling 3)."""

CONFIRM_SIGN_UP: Final = Budget(name="ConfirmSignUp", limit=15, window_s=_HOUR_S)
CONFIRM_FORGOT_PASSWORD: Final = Budget(name="ConfirmForgotPassword", limit=20, window_s=_HOUR_S)
VERIFY_ATTRIBUTE: Final = Budget(name="VerifyUserAttribute", limit=15, window_s=_HOUR_S)
VERIFY_SOFTWARE_TOKEN: Final = Budget(name="VerifySoftwareToken", limit=15, window_s=_HOUR_S)
RECOVERIES: Final = Budget(name="UserMigration", limit=5, window_s=_HOUR_S)
CHANGE_PASSWORD: Final = Budget(name="ChangePassword", limit=5, window_s=_HOUR_S)


def sign_in_codes(attempt: Attempt) -> tuple[Budget, ...]:
    """Return how many wrong codes one user may give over all his sign-ins, until a right one.

    Who knows the password can begin as many sign-ins as he likes, each with tries of its own. Each
    challenge counts for itself: who reads the mail, and so can give right codes without end, must
    not gain tries of another factor by them (SEC-17). A code that a sign-in begins with anybody may
    guess at; it is two digits longer and its budget wider, so that nobody is shut out with it.
    """
    kind = f"sign-in codes/{attempt.state.value}"
    if not attempt.proven:
        return (Budget(name=f"{kind}/first", limit=_FIRST_CODES_AN_HOUR, window_s=_HOUR_S),)
    return (
        Budget(name=f"{kind}/hour", limit=_SECOND_CODES_AN_HOUR, window_s=_HOUR_S),
        Budget(name=f"{kind}/day", limit=_SECOND_CODES_A_DAY, window_s=_DAY_S),
    )


def spend_message(unit: Unit, pool_id: PoolId, sub: Sub, purpose: str, now_ms: int) -> None:
    """Take one message of a purpose from the user's hour and day (ruling 5, SEC-55).

    Raises LimitExceededException.
    """
    hour = Budget(name=f"{purpose}/hour", limit=_MESSAGES_AN_HOUR, window_s=_HOUR_S)
    day = Budget(name=f"{purpose}/day", limit=_MESSAGES_A_DAY, window_s=_DAY_S)
    for budget in (hour, day):
        if not unit.budgets.spend(pool_id, sub, budget, now_ms):
            raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)
