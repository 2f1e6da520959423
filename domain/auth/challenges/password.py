"""PASSWORD: the password in clear, as first factor that was chosen. One answer, right or wrong."""

from __future__ import annotations

from typing import Final

from domain.auth.password_proof import prove_password
from domain.auth.step import Answers, Asked, Challenge, Claim, Kit, Progress, claims
from domain.model.attempt import State
from domain.model.identifiers import Secret

_PASSWORD: Final = "PASSWORD"


def _ask(_progress: Progress, _kit: Kit) -> Asked:
    return Asked(shown={})


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return prove_password(progress, Secret(answers[_PASSWORD]), kit)


PASSWORD: Final = Challenge(
    state=State.PASSWORD,
    wants=(_PASSWORD,),
    ask=_ask,
    check=_check,
    claim=claims(Claim.PASSWORD),
    simulated=True,
)
