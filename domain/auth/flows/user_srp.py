"""USER_SRP_AUTH: the password never leaves the client; see domain.crypto.srp for the arithmetic."""

from __future__ import annotations

from typing import Final

from domain import texts
from domain.auth.step import Answers, FlowStart, Kit, Progress
from domain.crypto import srp
from domain.model.attempt import Flow


def _begin(progress: Progress, answers: Answers, _kit: Kit) -> Progress:
    """Remember the client's public value; known and unknown users get the same refusals of it."""
    public = srp.parse_public(answers["SRP_A"])
    return progress.at(progress.attempt.state, {"A": srp.to_hex(public)})


USER_SRP_AUTH: Final = FlowStart(
    flow=Flow.USER_SRP_AUTH,
    admin=None,
    allowed_by="ALLOW_USER_SRP_AUTH",
    legacy=lambda flows: "CUSTOM_AUTH_FLOW_ONLY" not in flows,
    refusal=texts.SRP_NOT_ENABLED,
    wants=("USERNAME", "SRP_A"),
    begin=_begin,
)
