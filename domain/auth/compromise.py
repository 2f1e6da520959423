"""Right passwords that strangers know too: where the pool says so, they let nobody in."""

from __future__ import annotations

from dataclasses import replace

from domain.accounts.threat_protection import ThreatProtection
from domain.auth.step import Progress
from domain.model.user import UserStatus


def must_recover(progress: Progress, protection: ThreatProtection) -> bool:
    """Whether the user has to choose another password before he signs in.

    Not who was given his by an administrator: he is asked for another in this very sign-in, and may
    have no address to recover by.
    """
    user = progress.user
    return (
        progress.is_compromised
        and user is not None
        and user.status is UserStatus.CONFIRMED
        and protection.blocks(progress)
    )


def sent_to_recovery(progress: Progress) -> Progress:
    """Return the progress with its user as AdminResetUserPassword leaves one, but for his tokens.

    Open attempts are over: they were begun with the same password.
    """
    user = progress.user
    if user is None:
        return progress
    changed = replace(
        user,
        status=UserStatus.RESET_REQUIRED,
        epoch=user.epoch + 1,
        modified_at_ms=progress.now_ms,
    )
    return progress.with_user(changed)
