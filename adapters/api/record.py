"""What is known of a request once it is answered, for whoever writes the log."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answered request; of its members and answer it holds nothing (SEC-70)."""

    request_id: str
    operation: str
    """Empty when X-Amz-Target named none."""
    pool_id: str
    """UserPoolId of the request; empty if it has none or was refused before it was read."""
    client_id: str
    """ClientId of the request, likewise."""
    status: int
    error: str | None
    """Wire name of the refusal; None for a success."""
    detail: str
    """What the refusal says to the operator only."""
    cause: BaseException | None
    """What was raised when nobody foresaw it."""
    undeclared: bool
    """The operation's model does not list the error: a defect (ruling 38)."""
    elapsed_ms: float
    source_ip: str
    user_agent: str
    principal: str | None
    invocation_id: str
    """`amz-sdk-invocation-id`, the same over the retries of one call."""
