"""PASSWORD_SRP: the client sends the public value with which it will prove the password by SRP."""

from __future__ import annotations

from typing import Final

from domain.auth import srp_proof
from domain.auth.step import Answers, Asked, Challenge, Kit, Progress
from domain.model.attempt import State

_PUBLIC: Final = "SRP_A"


def _ask(_progress: Progress, _kit: Kit) -> Asked:
    return Asked(shown={})


def _check(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    return srp_proof.begun(progress, answers[_PUBLIC])


PASSWORD_SRP: Final = Challenge(
    state=State.PASSWORD_SRP, wants=(_PUBLIC,), ask=_ask, check=_check, simulated=True
)
