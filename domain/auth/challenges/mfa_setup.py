"""MFA_SETUP: a user who owes a second factor and has none registers one.

Either he has proven a software token meanwhile (AssociateSoftwareToken and VerifySoftwareToken with
this challenge's Session), or he names an e-mail address, which EMAIL_OTP then proves.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.accounts.attributes import check_immutable, check_values, check_write
from domain.accounts.mfa_preference import switched_on
from domain.auth import second_factors
from domain.auth.code_challenge import ENROLLING
from domain.auth.effects import SpendMessage
from domain.auth.step import Answers, Asked, Challenge, Kit, Progress
from domain.errors import (
    InvalidParameterException,
    NotAuthorizedException,
    SoftwareTokenMFANotFoundException,
)
from domain.messages.addressing import EMAIL
from domain.model.attempt import State
from domain.model.factors import Factor, SecondFactor
from domain.model.user import User

PROVEN_TOKEN: Final = "token"
"""The key under which the attempt remembers that a software token was proven in it."""

_EMAIL: Final = "EMAIL"


def _ask(progress: Progress, _kit: Kit) -> Asked:
    return Asked(
        shown={
            "MFAS_CAN_SETUP": progress.pool.offers,
            "USER_ID_FOR_SRP": progress.attempt.username,
        }
    )


def _check(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    user = progress.user
    if user is None:
        raise NotAuthorizedException(texts.INVALID_SESSION)
    if PROVEN_TOKEN in progress.attempt.memory and user.factors.token_verified:
        return _with_token(progress, user)
    if answers.get(_EMAIL):
        return _enrolling(progress, user, answers[_EMAIL])
    raise SoftwareTokenMFANotFoundException(texts.SOFTWARE_TOKEN_MISSING)


def _with_token(progress: Progress, user: User) -> Progress:
    """Switch the token on; its proof in this very attempt is the second factor."""
    factors = switched_on(user.factors, SecondFactor.SOFTWARE_TOKEN)
    changed = replace(user, factors=factors, epoch=user.epoch + 1, modified_at_ms=progress.now_ms)
    return progress.with_user(changed).proven(Factor.SOFTWARE_TOKEN)


def _enrolling(progress: Progress, user: User, address: str) -> Progress:
    """Go on to prove the address. Nothing is stored before the code has come back."""
    if SecondFactor.EMAIL not in progress.pool.offers or not second_factors.may_set_up(progress):
        # Who has a factor by now gives that one: the password alone must not put another beside it.
        raise InvalidParameterException(texts.not_among_the_choices(_EMAIL))
    given = {EMAIL: address}
    check_write(progress.pool, progress.client, given)
    check_immutable(progress.pool, given, user)
    check_values(progress.pool, given)
    spent = SpendMessage(progress.attempt, State.MFA_SETUP.value, progress.now_ms)
    chosen = progress.choosing(State.EMAIL_OTP).writing(spent)
    return chosen.at(progress.attempt.state, {ENROLLING: address})


MFA_SETUP: Final = Challenge(state=State.MFA_SETUP, wants=(), ask=_ask, check=_check)
