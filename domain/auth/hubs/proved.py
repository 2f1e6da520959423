"""PROVED: a factor was proven; everything else that is owed is asked for from here."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.standing import check_alive
from domain.auth.step import Hub, Kit, Progress
from domain.errors import NotAuthorizedException
from domain.model.attempt import State
from domain.model.user import UserStatus


def _enter(progress: Progress, _kit: Kit) -> Progress:
    """Let nobody on who is nobody, or may not sign in: whichever way led here.

    A user whose provider signs him in has nothing to prove here, and is told what nobody is told.
    """
    user = progress.user
    if user is None or user.status is UserStatus.EXTERNAL_PROVIDER:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    check_alive(user)
    return progress


PROVED: Final = Hub(state=State.PROVED, enter=_enter)
