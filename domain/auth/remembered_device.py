"""The device that a sign-in has named by DEVICE_KEY, where the pool tracks devices at all."""

from __future__ import annotations

from domain import texts
from domain.auth import second_factors
from domain.auth.step import Answers, Progress
from domain.errors import ResourceNotFoundException
from domain.model.device import Device


def is_missing(progress: Progress) -> bool:
    """Whether the user has no such device: it was forgotten, is another's, or never was."""
    return (
        progress.pool.devices is not None
        and progress.attempt.device_key is not None
        and progress.belongings.device is None
    )


def to_be_proven(progress: Progress, answers: Answers) -> Device | None:
    """Return the device that the answer is to prove.

    None if the answer names another, or the device is no longer one that can be asked. Raises
    ResourceNotFoundException if it was forgotten since the sign-in began.
    """
    if is_missing(progress):
        raise ResourceNotFoundException(texts.DEVICE_DOES_NOT_EXIST)
    if answers["DEVICE_KEY"] != progress.attempt.device_key:
        return None
    return second_factors.device(progress)
