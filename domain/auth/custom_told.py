"""What the functions of CUSTOM_AUTH are told of a sign-in, as it stands now."""

from __future__ import annotations

from domain.auth.occasions import occasion_of
from domain.auth.step import Progress
from domain.triggers.custom_auth import Told


def told(progress: Progress) -> Told:
    """Return what Define, Create and Verify hear alike."""
    attempt = progress.attempt
    return Told(
        occasion=occasion_of(progress),
        user=progress.user,
        hides_users=progress.client.hides_users,
        history=attempt.history,
        metadata=progress.metadata,
    )
