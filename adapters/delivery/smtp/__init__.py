"""E-mail by SMTP: over STARTTLS (`smtp:`) or TLS from the first byte (`smtps:`).

One file each: `server` reads the URL, `letter` writes the e-mail, `connection` talks to the server,
`connections` keeps what is open, `failures` words what went wrong.
"""

from __future__ import annotations

from functools import partial

from adapters.delivery.smtp.connection import Connection
from adapters.delivery.smtp.connections import Connections
from adapters.delivery.smtp.letter import write
from adapters.delivery.smtp.server import SmtpServer, parse_url
from domain.model.message import Channel, Message
from domain.ports.delivery import Delivery, DeliveryContext


class SmtpDelivery:
    """Hands e-mails to a mail server. Raises Undeliverable and Refused as the port says."""

    keeps = False

    def __init__(self, server: SmtpServer) -> None:
        self._server = server
        self._connections = Connections(partial(Connection, server))

    def deliver(self, message: Message) -> None:
        """Hand over one message. A retry is the same e-mail to the byte, so it can be told."""
        letter = write(message, self._server.sender)
        with self._connections.one() as connection:
            connection.send(letter)

    def examine(self) -> None:
        """Greet the server, encrypt and log in, as for a message."""
        Connection(self._server).quit()


def open(url: str, context: DeliveryContext) -> Delivery:
    """Return the delivery for `smtp://` or `smtps://`.

    Raises ValueError, without the URL, for one that cannot be used.
    """
    if context.channel is not Channel.EMAIL:
        raise ValueError("smtp: sends e-mail only; text messages need a gateway, https:")
    return SmtpDelivery(parse_url(url))
