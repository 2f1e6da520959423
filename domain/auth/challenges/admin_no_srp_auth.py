"""ADMIN_NO_SRP_AUTH: the password in clear, for an administrator who began without it."""

from __future__ import annotations

from typing import Final

from domain.auth.password_proof import prove_password
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.model.attempt import State
from domain.model.identifiers import Secret


def _ask(progress: Progress, _kit: Kit) -> Asked:
    username = progress.attempt.username
    return Asked(shown={"USERNAME": username, "USER_ID_FOR_SRP": username})


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return prove_password(progress, Secret(answers["PASSWORD"]), kit)


ADMIN_NO_SRP_CHALLENGE: Final = Challenge(
    state=State.ADMIN_NO_SRP_AUTH,
    wants=("PASSWORD",),
    ask=_ask,
    check=_check,
    claim=claims(Claim.PASSWORD),
    simulated=True,
    admin=True,
)
