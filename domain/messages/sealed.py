"""Messages between clear and sealed: all that is personal or secret lies inside the seal."""

from __future__ import annotations

from collections.abc import Mapping

from domain.model import contexts
from domain.model.message import Message, OutboxEntry
from domain.model.pool import UserPool
from domain.ports.sealer import SealBroken, Sealer


def seal(sealer: Sealer, pool: UserPool, message: Message) -> OutboxEntry:
    """Return the message as the outbox keeps it, due at once."""
    content = {
        "username": message.username,
        "to": message.to,
        "code": message.code,
        "subject": message.subject,
        "body": message.body,
    }
    return OutboxEntry(
        id=message.id,
        pool_id=message.pool_id,
        sub=message.sub,
        channel=message.channel,
        purpose=message.purpose,
        sealed=sealer.seal_document(pool.keys, contexts.message(pool.id, message.id), content),
        created_at_ms=message.created_at_ms,
        due_at_ms=message.created_at_ms,
    )


def unseal(sealer: Sealer, pool: UserPool, entry: OutboxEntry) -> Message:
    """Return the message of an entry. Raises SealBroken."""
    context = contexts.message(pool.id, entry.id)
    content = sealer.open_document(pool.keys, context, entry.sealed)
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
    )


def _text(content: Mapping[str, object], name: str) -> str:
    value = content.get(name)
    if not isinstance(value, str):
        raise SealBroken
    return value
