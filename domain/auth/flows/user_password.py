"""USER_PASSWORD_AUTH: the password in clear, over TLS, in the first request."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.password_proof import prove_password
from domain.auth.step import Answers, Claim, FlowStart, Kit, Progress, claims
from domain.model.attempt import Flow
from domain.model.identifiers import Secret


def _begin(progress: Progress, answers: Answers, kit: Kit) -> Progress:
    return prove_password(progress, Secret(answers["PASSWORD"]), kit)


USER_PASSWORD_AUTH: Final = FlowStart(
    flow=Flow.USER_PASSWORD_AUTH,
    admin=False,
    allowed_by="ALLOW_USER_PASSWORD_AUTH",
    legacy=lambda flows: "USER_PASSWORD_AUTH" in flows,
    refusal=texts.flow_not_enabled(Flow.USER_PASSWORD_AUTH),
    wants=("USERNAME", "PASSWORD"),
    begin=_begin,
    claim=claims(Claim.PASSWORD),
)
