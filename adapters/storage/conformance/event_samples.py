"""A sample auth event for the conformance suite."""

from __future__ import annotations

from typing import Final

from adapters.storage.conformance import samples as s
from domain.model.auth_event import (
    AuthEvent,
    EventResponse,
    EventType,
    Feedback,
    Proof,
    Proven,
)

EVENT: Final = AuthEvent(
    pool_id=s.POOL_ID,
    sub=s.SUB,
    id="event-0001",
    at_ms=s.NOW_MS,
    expires_at_ms=s.NOW_MS + s.DAY_MS,
    type=EventType.SIGN_IN,
    response=EventResponse.IN_PROGRESS,
    blocked=True,
    compromised=True,
    proofs=(Proven(proof=Proof.PASSWORD, right=True), Proven(proof=Proof.MFA, right=False)),
    ip="192.0.2.1",
    device_name="Ann’s telephone",
)
FEEDBACK: Final = Feedback(valid=True, provider="Admin", at_ms=s.NOW_MS + 1)
