"""Which text a message has: the pool's own or the usual one, with its placeholders filled."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from domain.model.message import INVITATION, Channel
from domain.model.pool import UserPool

CODE_PLACE: Final = "{####}"
"""Where the code or the temporary password goes."""

USERNAME_PLACE: Final = "{username}"
"""Where an invitation names the user."""

_HTML: Final = re.compile(r"<[A-Za-z/!]|&#?\w{1,32};")

AUTHENTICATION: Final = "Authentication"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Subject and body of a message. A text message has a subject only in the outbox."""

    subject: str
    body: str


_VERIFICATION: Final = Wording(
    subject="Your verification code", body=f"Your verification code is {CODE_PLACE}."
)
_INVITATION: Final = Wording(
    subject="Your temporary password",
    body=f"Your username is {USERNAME_PLACE} and temporary password is {CODE_PLACE}.",
)
_AUTHENTICATION: Final = Wording(
    subject="Your authentication code", body=f"Your authentication code is {CODE_PLACE}."
)
WELCOME: Final = Wording(
    subject="Your account", body=f"Your account was moved here. Your username is {USERNAME_PLACE}."
)
"""What a user is told who has moved in from elsewhere: no password, not even a temporary one."""


def wording(pool: UserPool, channel: Channel, purpose: str) -> Wording:
    """Return the text for a message, the pool's own members before the usual ones."""
    own, email = pool.messages, channel is Channel.EMAIL
    if purpose == INVITATION:
        body = own.invitation_email if email else own.invitation_sms
        return _either(own.invitation_subject if email else None, body, _INVITATION)
    if purpose == AUTHENTICATION:
        if email:
            given = pool.second_factors
            return _either(given.email_subject, given.email_message, _AUTHENTICATION)
        return _either(None, own.authentication_sms, _AUTHENTICATION)
    body = own.verification_email if email else own.verification_sms
    return _either(own.verification_subject if email else None, body, _VERIFICATION)


def invites(text: Wording) -> bool:
    """Whether an invitation in these words would tell its user what he needs to come in."""
    return CODE_PLACE in text.body and USERNAME_PLACE in text.body


def is_html(text: str) -> bool:
    """Whether the text of an e-mail was written as HTML: it has a tag or a character reference."""
    return _HTML.search(text) is not None


def fill(text: str, *, code: str, username: str) -> str:
    """Put code and user name at all of their places, whatever the inserted texts contain."""
    parts = (part.replace(USERNAME_PLACE, username) for part in text.split(CODE_PLACE))
    return code.join(parts)


def _either(subject: str | None, body: str | None, usual: Wording) -> Wording:
    return Wording(subject=subject or usual.subject, body=body or usual.body)
