"""Whether a user's standing lets him sign in: what is told before a credential, and what after.

Under PreventUserExistenceErrors=ENABLED, disabling and a demanded reset are told only to who knows
the password; UNCONFIRMED is told to everybody in both settings (ruling 1).
"""

from __future__ import annotations

from domain import texts
from domain.auth.step import Progress
from domain.errors import (
    NotAuthorizedException,
    PasswordResetRequiredException,
    UserNotConfirmedException,
    UserNotFoundException,
)
from domain.model.lockout import is_locked
from domain.model.user import User, UserStatus


def check_before_credential(progress: Progress) -> None:
    """Refuse before anything is compared: unknown, disabled, unconfirmed, to be reset."""
    user = progress.user
    hides = progress.client.hides_users
    if user is None:
        if not hides:
            raise UserNotFoundException(texts.USER_DOES_NOT_EXIST)
        return
    if not hides:
        _check_enabled(user)
    if user.status is UserStatus.UNCONFIRMED:
        raise UserNotConfirmedException(texts.USER_NOT_CONFIRMED)
    if not hides:
        check_no_reset(user)


def check_after_credential(progress: Progress) -> None:
    """Refuse whoever has proven a factor that does not let him in."""
    user = progress.user
    if user is None:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    check_alive(user)
    until_ms = progress.credentials.temporary_until_ms if progress.credentials else None
    if (
        user.status is UserStatus.FORCE_CHANGE_PASSWORD
        and until_ms is not None
        and until_ms <= progress.now_ms
    ):
        raise NotAuthorizedException(texts.TEMPORARY_PASSWORD_EXPIRED)


def check_alive(user: User) -> None:
    """Refuse a user who may have no tokens by any path: disabled, unconfirmed, to be reset."""
    _check_enabled(user)
    if user.status is UserStatus.UNCONFIRMED:
        raise UserNotConfirmedException(texts.USER_NOT_CONFIRMED)
    check_no_reset(user)


def check_lock(progress: Progress) -> None:
    """Refuse while the user (or the name of nobody) is locked, even with the right password."""
    standing = progress.standing
    if is_locked(standing.failures, standing.last_attempt_at_ms, progress.now_ms):
        raise NotAuthorizedException(texts.PASSWORD_ATTEMPTS_EXCEEDED)


def _check_enabled(user: User) -> None:
    if not user.enabled:
        raise NotAuthorizedException(texts.USER_DISABLED)


def check_no_reset(user: User) -> None:
    """Refuse a user who has to choose another password before he may sign in."""
    if user.status is UserStatus.RESET_REQUIRED:
        raise PasswordResetRequiredException(texts.PASSWORD_RESET_REQUIRED)
