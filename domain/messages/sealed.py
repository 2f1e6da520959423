"""Messages and errands between clear and sealed: the seal holds all that is personal or secret."""

from __future__ import annotations

from collections.abc import Mapping

from domain.messages.email_addresses import email_addresses
from domain.model import contexts
from domain.model.message import Channel, Errand, Message, OutboxEntry
from domain.model.pool import UserPool
from domain.ports.sealer import SealBroken, Sealer


def seal(sealer: Sealer, pool: UserPool, message: Message) -> OutboxEntry:
    """Return the message as the outbox keeps it, due at once."""
    content: dict[str, object] = {
        "username": message.username,
        "to": message.to,
        "code": message.code,
        "subject": message.subject,
        "body": message.body,
        "is_html": message.is_html,
    }
    context = contexts.message(pool.id, message.id)
    return _entry(message, message.channel, sealer.seal_document(pool.keys, context, content))


def seal_errand(sealer: Sealer, pool: UserPool, errand: Errand) -> OutboxEntry:
    """Return the errand as the outbox keeps it, due at once."""
    context = contexts.errand(pool.id, errand.id)
    return _entry(errand, errand.sender, sealer.seal_document(pool.keys, context, errand.event))


def _entry(what: Message | Errand, channel: Channel, sealed: bytes) -> OutboxEntry:
    return OutboxEntry(
        id=what.id,
        pool_id=what.pool_id,
        sub=what.sub,
        channel=channel,
        purpose=what.purpose,
        sealed=sealed,
        created_at_ms=what.created_at_ms,
        due_at_ms=what.created_at_ms,
    )


def unseal(sealer: Sealer, pool: UserPool, entry: OutboxEntry) -> Message:
    """Return the message of an entry, as the pool wants it sent now. Raises SealBroken."""
    context = contexts.message(pool.id, entry.id)
    content = sealer.open_document(pool.keys, context, entry.sealed)
    addresses = email_addresses(pool)
    return Message(
        id=entry.id,
        pool_id=entry.pool_id,
        sub=entry.sub,
        username=_text(content, "username"),
        channel=entry.channel,
        to=_text(content, "to"),
        purpose=entry.purpose,
        code=_text(content, "code"),
        subject=_text(content, "subject"),
        body=_text(content, "body"),
        created_at_ms=entry.created_at_ms,
        is_html=content.get("is_html") is True,
        sender=addresses.sender,
        reply_to=addresses.reply_to,
    )


def unseal_errand(sealer: Sealer, pool: UserPool, entry: OutboxEntry) -> Errand:
    """Return the errand of an entry. Raises SealBroken."""
    context = contexts.errand(pool.id, entry.id)
    return Errand(
        id=entry.id,
        pool_id=entry.pool_id,
        sub=entry.sub,
        sender=entry.channel,
        purpose=entry.purpose,
        event=sealer.open_document(pool.keys, context, entry.sealed),
        created_at_ms=entry.created_at_ms,
    )


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise SealBroken
    return value
