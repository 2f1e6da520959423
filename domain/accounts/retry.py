"""Doing a use case once more when somebody changed its user between read and write."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from domain.errors import CognitoError, TooManyRequestsException
from domain.ports.sentinels import Missing, Stale

R = TypeVar("R")

_CHANGED: Final = (Stale, Missing)


def once_more(
    use_case: Callable[[], R], refusal: type[CognitoError] = TooManyRequestsException
) -> R:
    """Run the use case; if the user was changed or deleted under it, once more from its read.

    Raises `refusal` if that happens again: hardly an operation on users declares
    ConcurrentModificationException.
    """
    try:
        return use_case()
    except _CHANGED:
        pass
    try:
        return use_case()
    except _CHANGED as changed:
        raise refusal(detail="the user was changed meanwhile") from changed
