"""Writing a message: text, placeholders, seal. What is written waits in the outbox of a unit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from itertools import count
from typing import Final, Protocol

from domain.errors import CodeDeliveryFailureException
from domain.messages.addressing import Address
from domain.messages.sealed import seal, seal_errand
from domain.messages.templates import WELCOME, Wording, fill, invites, is_html, wording
from domain.model.message import INVITATION, SENDERS, Channel, Errand, Message, OutboxEntry, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.bundle import Ports

_ID_BYTES: Final = 8
_PLACES: Final = 1_000_000


class CustomTexts(Protocol):
    """What a pool's own function says instead of the template (CustomMessage)."""

    def texts(
        self, pool: UserPool, user: User, channel: Channel, reason: Reason, code: str
    ) -> tuple[str | None, str | None]:
        """Return subject and body, None for what the function leaves to the template."""
        ...


class SenderEvents(Protocol):
    """What a pool's own function is told that sends messages itself (CustomEmailSender)."""

    def event(
        self, pool: UserPool, user: User, sender: Channel, reason: Reason, code: str
    ) -> Mapping[str, object]:
        """Return the whole event, with the code in clear."""
        ...


class Composer:
    """Composes messages. May call a trigger, so never while a unit of work is open."""

    def __init__(self, ports: Ports, custom: CustomTexts, senders: SenderEvents) -> None:
        self._delivery = ports.delivery
        self._sealer = ports.sealer
        self._clock = ports.clock
        self._entropy = ports.entropy
        self._custom = custom
        self._senders = senders
        self._written = count()

    def can_reach(self, pool: UserPool, channel: Channel) -> bool:
        """Whether anything hands messages of the channel over: a sender of the pool's, or ours."""
        return SENDERS[channel] in pool.triggers or channel in self._delivery

    def code_message(
        self, pool: UserPool, user: User, address: Address, reason: Reason, code: str
    ) -> OutboxEntry:
        """Return the message that tells a user a code (or temporary password), sealed.

        Where the pool names a custom sender it is that function's errand: nobody is asked for texts
        then, and no channel is needed. Raises CodeDeliveryFailureException if no channel is
        configured (ruling 47), and what a failing trigger raises.
        """
        sender = SENDERS[address.channel]
        if sender in pool.triggers:
            return self._errand(pool, user, sender, reason, code)
        text = self._wording(pool, user, address.channel, reason, code)
        return self._sealed(pool, user, address, reason.purpose, text, code)

    def invitation(
        self, pool: UserPool, user: User, address: Address, reason: Reason, password: str
    ) -> OutboxEntry | None:
        """Return the message that tells a user his name and temporary password, sealed.

        None where the pool's text lacks a place for one of them: such an invitation is not
        delivered. Otherwise, and in what it raises, as `code_message`.
        """
        sender = SENDERS[address.channel]
        if sender in pool.triggers:
            return self._errand(pool, user, sender, reason, password)
        text = self._wording(pool, user, address.channel, reason, password)
        if not invites(text):
            return None
        return self._sealed(pool, user, address, reason.purpose, text, password)

    def welcome(self, pool: UserPool, user: User, address: Address) -> OutboxEntry | None:
        """Return the message that tells a user who has moved in what he is called here, sealed.

        It holds no code, so that neither the pool's texts nor its functions have a part in it. None
        where a function sends the pool's messages, or nothing takes those of the channel.
        """
        channel = address.channel
        if SENDERS[channel] in pool.triggers or channel not in self._delivery:
            return None
        return self._sealed(pool, user, address, INVITATION, WELCOME, "")

    def _sealed(
        self,
        pool: UserPool,
        user: User,
        address: Address,
        purpose: str,
        text: Wording,
        code: str,
    ) -> OutboxEntry:
        html = address.channel is Channel.EMAIL and is_html(text.body)
        # A user name or a password is no markup: it would be somebody's link in our message.
        shown = escape if html else str
        now_ms = self._clock.now_ms()
        message = Message(
            id=self._new_id(now_ms),
            pool_id=pool.id,
            sub=user.sub,
            username=user.username,
            channel=address.channel,
            to=address.value,
            purpose=purpose,
            code=code,
            subject=fill(text.subject, code=code, username=user.username),
            body=fill(text.body, code=shown(code), username=shown(user.username)),
            created_at_ms=now_ms,
            is_html=html,
        )
        return seal(self._sealer, pool, message)

    def _errand(
        self, pool: UserPool, user: User, sender: Channel, reason: Reason, code: str
    ) -> OutboxEntry:
        now_ms = self._clock.now_ms()
        errand = Errand(
            id=self._new_id(now_ms),
            pool_id=pool.id,
            sub=user.sub,
            sender=sender,
            purpose=reason.purpose,
            event=self._senders.event(pool, user, sender, reason, code),
            created_at_ms=now_ms,
        )
        return seal_errand(self._sealer, pool, errand)

    def _new_id(self, now_ms: int) -> str:
        """Return an id that sorts by time and, within a millisecond, by the order of writing."""
        place = next(self._written) % _PLACES
        return f"{now_ms:013d}-{place:06d}-{self._entropy.bytes(_ID_BYTES).hex()}"

    def _wording(
        self, pool: UserPool, user: User, channel: Channel, reason: Reason, code: str
    ) -> Wording:
        if channel not in self._delivery:
            raise CodeDeliveryFailureException(detail=f"no delivery for {channel.value}")
        text = wording(pool, channel, reason.purpose)
        subject, body = self._custom.texts(pool, user, channel, reason, code)
        return replace(text, subject=subject or text.subject, body=body or text.body)
