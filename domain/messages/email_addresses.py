"""What a pool wants its e-mails to come from and be answered to (EmailConfiguration)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from domain.model.pool import UserPool


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAddresses:
    """Each as the pool gives it, well formed or not; None where it gives none."""

    sender: str | None = None
    reply_to: str | None = None


def email_addresses(pool: UserPool) -> EmailAddresses:
    """Return the addresses of the pool's configuration, whichever account it names to send by."""
    given = pool.kept.get("EmailConfiguration")
    if not isinstance(given, Mapping):
        return EmailAddresses()
    return EmailAddresses(
        sender=_text(given.get("From")), reply_to=_text(given.get("ReplyToEmailAddress"))
    )


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None
