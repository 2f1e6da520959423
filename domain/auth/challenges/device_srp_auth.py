"""DEVICE_SRP_AUTH: a remembered device is to prove itself, and sends the public value for it.

Nothing is proven here. Several clients come without the Session; theirs is then the attempt that
waits under client, user and device, and without such a one there is nothing to go on with.
"""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth import remembered_device, srp_proof
from domain.auth.step import Answers, Asked, Challenge, Kit, Progress
from domain.errors import NotAuthorizedException
from domain.model.attempt import State
from domain.model.identifiers import ClientId
from domain.model.pending import device_step

_KEY: Final = "DEVICE_KEY"


def _waits_as(client_id: ClientId, answers: Answers) -> str:
    return device_step(client_id, answers[_KEY])


def _ask(progress: Progress, kit: Kit) -> Asked:
    attempt = progress.attempt
    return Asked(
        shown={"USERNAME": attempt.username},
        waits_as=device_step(attempt.client_id, attempt.device_key or ""),
    )


def _check(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    if remembered_device.to_be_proven(progress, answers) is None:
        raise NotAuthorizedException(texts.INVALID_SESSION)
    return srp_proof.begun(progress, answers["SRP_A"])


DEVICE_SRP_AUTH: Final = Challenge(
    state=State.DEVICE_SRP_AUTH,
    wants=(_KEY, "SRP_A"),
    ask=_ask,
    check=_check,
    waits_as=_waits_as,
)
