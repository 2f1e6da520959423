"""CUSTOM: the pool's own function says what CUSTOM_AUTH does next."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.auth.custom_told import told
from domain.auth.step import Hub, Kit, Progress
from domain.errors import InvalidLambdaResponseException, NotAuthorizedException
from domain.model.attempt import State
from domain.model.factors import Factor
from domain.triggers.custom_auth import Verdict


def _enter(progress: Progress, kit: Kit) -> Progress:
    """Ask DefineAuthChallenge.

    That tokens are due is the one thing that proves the factor. It proves nothing for who does not
    exist: PROVED refuses him, whatever a function says that did not look at `userNotFound`.
    """
    verdict = kit.custom_auth.define(told(progress))
    if verdict is Verdict.FAIL:
        raise NotAuthorizedException(texts.INCORRECT_USERNAME_OR_PASSWORD)
    if verdict is Verdict.PASSWORD_VERIFIER and not progress.attempt.began_by_srp:
        raise InvalidLambdaResponseException(texts.TRIGGER_ANSWER_UNREADABLE)
    if verdict is Verdict.ISSUE_TOKENS:
        progress = progress.proven(Factor.CUSTOM)
    return replace(progress, verdict=verdict)


CUSTOM: Final = Hub(state=State.CUSTOM, enter=_enter)
