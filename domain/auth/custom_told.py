"""What the functions of CUSTOM_AUTH are told of a sign-in, as it stands now."""

from __future__ import annotations

from domain.auth.step import Progress
from domain.triggers.custom_auth import Told
from domain.triggers.hooks import Occasion


def told(progress: Progress) -> Told:
    """Return what Define, Create and Verify hear alike."""
    attempt = progress.attempt
    return Told(
        occasion=Occasion(
            pool=progress.pool, client_id=attempt.client_id, username=attempt.username
        ),
        user=progress.user,
        hides_users=progress.client.hides_users,
        history=attempt.history,
        metadata=progress.metadata,
    )
