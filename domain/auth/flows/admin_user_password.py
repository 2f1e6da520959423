"""ADMIN_USER_PASSWORD_AUTH, and ADMIN_NO_SRP_AUTH, its older name.

Under the older name the password may also come in a second request, as the answer to a challenge.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from domain import texts
from domain.auth.password_proof import prove_password
from domain.auth.step import Answers, Claim, FlowStart, Kit, Progress, claims
from domain.model.attempt import Flow
from domain.model.identifiers import Secret

_PASSWORD: Final = "PASSWORD"


def _begin(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return prove_password(progress, Secret(answers[_PASSWORD]), kit)


def _begin_or_wait(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return _begin(progress, answers, kit) if answers.get(_PASSWORD) else progress


def _claim_if_given(answers: Answers) -> Claim:
    return Claim.PASSWORD if answers.get(_PASSWORD) else Claim.NOTHING


ADMIN_USER_PASSWORD_AUTH: Final = FlowStart(
    flow=Flow.ADMIN_USER_PASSWORD_AUTH,
    admin=True,
    allowed_by="ALLOW_ADMIN_USER_PASSWORD_AUTH",
    legacy=lambda flows: "ADMIN_NO_SRP_AUTH" in flows,
    refusal=texts.ADMIN_FLOW_NOT_ENABLED,
    wants=("USERNAME", _PASSWORD),
    begin=_begin,
    claim=claims(Claim.PASSWORD),
)

ADMIN_NO_SRP_AUTH: Final = replace(
    ADMIN_USER_PASSWORD_AUTH,
    flow=Flow.ADMIN_NO_SRP_AUTH,
    wants=("USERNAME",),
    begin=_begin_or_wait,
    claim=_claim_if_given,
)
