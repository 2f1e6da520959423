"""The development outbox: messages stay where they are written, to be looked at there."""

from __future__ import annotations

from domain.model.message import Message
from domain.ports.delivery import Delivery, DeliveryContext, Undeliverable


class KeptInOutbox:
    """A delivery that never sends."""

    @property
    def keeps(self) -> bool:
        """True: the outbox itself shows the messages."""
        return True

    def deliver(self, message: Message) -> None:
        """Refuse: nothing may take a message out of an outbox that shows it."""
        raise Undeliverable(f"message {message.id} stays in the outbox")


def open(url: str, context: DeliveryContext) -> Delivery:  # noqa: ARG001 -- as every plug-in is called
    """Return the delivery for `outbox:`. Raises ValueError for an address that it does not have."""
    if url.partition(":")[2].strip("/"):
        raise ValueError("outbox: keeps messages here and takes no address")
    return KeptInOutbox()
