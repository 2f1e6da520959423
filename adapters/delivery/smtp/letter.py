"""The e-mail of a message, as bytes that may be sent as they are."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from typing import Final

from adapters.delivery.smtp.mailbox import Mailbox, one_line, parse_address, parse_mailbox
from domain.model.message import Message
from domain.ports.delivery import Refused

_POLICY: Final = SMTP.clone(cte_type="7bit")
"""Bodies of seven bits and short lines: every server takes them, and none changes them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """An e-mail with its envelope. `is_utf8` says that an address needs SMTPUTF8."""

    sender: str
    to: str = field(repr=False)
    content: bytes = field(repr=False)
    is_utf8: bool = False


def write(message: Message, sender: Mailbox) -> Letter:
    """Return the e-mail of a message, the same to the byte whenever it is written.

    The envelope is always the operator's `sender`, who gets what bounces; the header shows the
    pool's own where it names one. Raises Refused if the user's address is none.
    """
    to = parse_address(message.to)
    if to is None:
        raise Refused("not an address that mail can be sent to")
    shown = parse_mailbox(message.sender or "") or sender
    reply_to = parse_mailbox(message.reply_to or "")
    addresses = (to, sender.address, shown.address, reply_to.address if reply_to else "")
    is_utf8 = not all(address.isascii() for address in addresses)
    mail = EmailMessage(_POLICY.clone(utf8=is_utf8))
    mail["From"] = shown.header
    mail["To"] = Mailbox(address=to).header
    if reply_to is not None:
        mail["Reply-To"] = reply_to.header
    mail["Subject"] = one_line(message.subject)
    mail["Date"] = format_datetime(datetime.fromtimestamp(message.created_at_ms // 1000, UTC))
    mail["Message-ID"] = f"<{message.id}@{sender.domain}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body, subtype="html" if message.is_html else "plain")
    return Letter(sender=sender.address, to=to, content=mail.as_bytes(), is_utf8=is_utf8)
