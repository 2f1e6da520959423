"""One-time codes: six digits sent to a user, kept only as a keyed hash."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from domain.model.identifiers import PoolId, Sub


class CodePurpose(StrEnum):
    """What a code proves; a code of one purpose never serves another (SEC-20)."""

    SIGN_UP = "SignUp"
    FORGOT_PASSWORD = "ForgotPassword"
    VERIFY_EMAIL = "VerifyEmail"
    VERIFY_PHONE_NUMBER = "VerifyPhoneNumber"
    CHANGE_EMAIL = "ChangeEmail"
    """That the user reads an address which becomes his only then (a change that waits)."""
    CHANGE_PHONE_NUMBER = "ChangePhoneNumber"


@dataclass(frozen=True, slots=True, kw_only=True)
class OneTimeCode:
    """A code that was sent and waits for its answer; at most one a user and purpose.

    `digest` covers pool, user, purpose, destination and `id`, under the pool's lookup key: 20 bits
    of entropy cannot be protected by a plain hash (SEC-05). `attribute` is what a right answer
    verifies ("email", "phone_number") and `destination` the value it had when the code was sent, or
    is to have once it is verified; both are None for a simulated user.
    """

    pool_id: PoolId
    sub: Sub
    purpose: CodePurpose
    id: str
    digest: bytes = field(repr=False)
    attribute: str | None = None
    destination: str | None = field(default=None, repr=False)
    expires_at_ms: int
    tries: int = 0
