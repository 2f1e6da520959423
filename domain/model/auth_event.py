"""Auth events: what users did with their accounts, as threat protection records it."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.identifiers import PoolId, Sub


class EventType(StrEnum):
    """What was done."""

    SIGN_IN = "SignIn"
    SIGN_UP = "SignUp"
    FORGOT_PASSWORD = "ForgotPassword"
    PASSWORD_CHANGE = "PasswordChange"
    RESEND_CODE = "ResendCode"


class EventResponse(StrEnum):
    """What came of it."""

    PASS = "Pass"
    FAIL = "Fail"
    IN_PROGRESS = "InProgress"


class Proof(StrEnum):
    """What was asked for: a password, or anything else."""

    PASSWORD = "Password"
    MFA = "Mfa"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proven:
    """One proof that was asked for, and whether it was right."""

    proof: Proof
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """What somebody says of an event: that it was the user's, or not."""

    valid: bool
    provider: str
    at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AuthEvent:
    """One event; a sign-in is one from its first proof to its tokens.

    `blocked` says that threat protection stepped in, `compromised` that strangers know the password
    that was given. It is kept until `expires_at_ms`.
    """

    pool_id: PoolId
    sub: Sub
    id: str
    at_ms: int
    expires_at_ms: int
    type: EventType
    response: EventResponse
    blocked: bool = False
    compromised: bool = False
    proofs: tuple[Proven, ...] = ()
    ip: str | None = field(default=None, repr=False)
    device_name: str | None = field(default=None, repr=False)
    feedback: Feedback | None = None
