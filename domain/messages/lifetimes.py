"""How long a code counts, and so how long a message about it is worth sending (SEC-19)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from domain.messages.templates import AUTHENTICATION
from domain.model.code import CodePurpose
from domain.model.message import INVITATION, OutboxEntry
from domain.model.pool import PasswordPolicy

_HOUR_MS: Final = 3_600_000
_DAY_MS: Final = 24 * _HOUR_MS

CODE_LIFETIME_MS: Final[Mapping[CodePurpose, int]] = {
    CodePurpose.SIGN_UP: _DAY_MS,
    CodePurpose.FORGOT_PASSWORD: _HOUR_MS,
    CodePurpose.VERIFY_EMAIL: _DAY_MS,
    CodePurpose.VERIFY_PHONE_NUMBER: _DAY_MS,
    CodePurpose.CHANGE_EMAIL: _DAY_MS,
    CodePurpose.CHANGE_PHONE_NUMBER: _DAY_MS,
}
"""How long each kind of code counts from the moment it is made."""

SIGN_IN_CODE_MAX_MS: Final = 15 * 60_000
"""The longest that a code counts in a sign-in (AuthSessionValidity of the client)."""


def temporary_password_ms(policy: PasswordPolicy) -> int:
    """Return how long a temporary password of the pool counts."""
    return policy.temporary_validity_days * _DAY_MS


def useful_until_ms(policy: PasswordPolicy, entry: OutboxEntry) -> int:
    """Return when the code in a message is over, after which sending it would only confuse."""
    if entry.purpose == INVITATION:
        return entry.created_at_ms + temporary_password_ms(policy)
    if entry.purpose == AUTHENTICATION:
        return entry.created_at_ms + SIGN_IN_CODE_MAX_MS
    if entry.purpose == CodePurpose.FORGOT_PASSWORD:
        return entry.created_at_ms + CODE_LIFETIME_MS[CodePurpose.FORGOT_PASSWORD]
    return entry.created_at_ms + _DAY_MS
