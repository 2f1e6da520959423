"""Messages to users: what is said, through which channel, and how it waits in the outbox."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from domain.model.identifiers import PoolId, Sub


class Channel(StrEnum):
    """How a message reaches its user: by a delivery, or through a function of the pool's own.

    The value of a custom sender is the name of its trigger.
    """

    EMAIL = "email"
    SMS = "sms"
    EMAIL_SENDER = "CustomEmailSender"
    SMS_SENDER = "CustomSMSSender"


SENDERS: Final[Mapping[Channel, Channel]] = {
    Channel.EMAIL: Channel.EMAIL_SENDER,
    Channel.SMS: Channel.SMS_SENDER,
}
"""Which custom sender takes the place of a delivery, in pools that name one."""


INVITATION: Final = "AdminCreateUser"
"""The purpose of what tells a user a temporary password."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why a message is written: its purpose, through which client, with what for the triggers."""

    purpose: str
    client_id: str
    client_metadata: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message in clear. `purpose` is the CustomMessage source without prefix ("SignUp").

    `sender` and `reply_to` are what the pool wants its e-mails to come from and be answered to, as
    an address or as `Name <address>`, None where it says nothing.
    """

    id: str
    pool_id: PoolId
    sub: Sub
    username: str
    channel: Channel
    to: str = field(repr=False)
    purpose: str
    code: str = field(repr=False)
    subject: str
    body: str = field(repr=False)
    created_at_ms: int
    is_html: bool = False
    sender: str | None = None
    reply_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """What a custom sender is told in place of a message: the whole event, its code in clear."""

    id: str
    pool_id: PoolId
    sub: Sub
    sender: Channel
    purpose: str
    event: Mapping[str, object] = field(repr=False)
    created_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxEntry:
    """A message or errand as it waits: everything personal or secret is inside `sealed`.

    `id` sorts by time of creation. `due_at_ms` is when the next try may begin.
    """

    id: str
    pool_id: PoolId
    sub: Sub
    channel: Channel
    purpose: str
    sealed: bytes = field(repr=False)
    created_at_ms: int
    due_at_ms: int
    attempts: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeDelivery:
    """Where a code went, masked as Cognito masks it (CodeDeliveryDetails)."""

    destination: str
    medium: str
    attribute: str
