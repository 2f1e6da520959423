"""Whom a sign-in concerns, as its triggers are told."""

from __future__ import annotations

from domain.auth.step import Progress
from domain.triggers.hooks import Occasion


def occasion_of(progress: Progress) -> Occasion:
    """Return the names that every event of the sign-in carries.

    For a name that is nobody's it is that name, in its canonical form: the user name that a client
    is shown then is made up, and would tell a function nothing.
    """
    attempt = progress.attempt
    return Occasion(
        pool=progress.pool,
        client_id=progress.client.id,
        username=attempt.username if progress.user else attempt.name,
    )
