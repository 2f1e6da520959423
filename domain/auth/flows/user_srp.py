"""USER_SRP_AUTH: the password never leaves the client; see domain.crypto.srp for the arithmetic."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth import srp_proof
from domain.auth.step import Answers, FlowStart, Kit, Progress
from domain.model.attempt import Flow


def _begin(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    return srp_proof.begun(progress, answers["SRP_A"])


USER_SRP_AUTH: Final = FlowStart(
    flow=Flow.USER_SRP_AUTH,
    admin=None,
    allowed_by="ALLOW_USER_SRP_AUTH",
    legacy=lambda flows: "CUSTOM_AUTH_FLOW_ONLY" not in flows,
    refusal=texts.SRP_NOT_ENABLED,
    wants=("USERNAME", "SRP_A"),
    begin=_begin,
)
