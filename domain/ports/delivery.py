"""Sending messages to users."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Protocol, runtime_checkable

from domain.model.message import Channel, Message
from domain.ports.clock import Clock

DELIVERY_MAX_MS: Final = 120_000
"""How long handing over one message may take, whatever the other side does."""


class Undeliverable(Exception):
    """The message could not be handed over now; it stays in the outbox and is tried again.

    The text says why and goes to the log: it has no address, no code and no secret. That holds for
    the text of Refused as well.
    """


class Refused(Exception):
    """The message will never be taken as it is: it is dropped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryContext:
    """What every plug-in is handed beside its URL."""

    channel: Channel
    clock: Clock


@runtime_checkable
class Delivery(Protocol):
    """One way to hand a message over. Never called while a unit of work is open."""

    @property
    def keeps(self) -> bool:
        """Whether messages stay in the outbox to be looked at there (development)."""
        ...

    def deliver(self, message: Message) -> None:
        """Hand the message over, within DELIVERY_MAX_MS; called by several threads at once.

        The same message may come again after a crash: its id tells. Raises Undeliverable or
        Refused. Not called when `keeps` is true.
        """
        ...


@runtime_checkable
class Examinable(Protocol):
    """A delivery that can be tried without sending anything (`cognate doctor`)."""

    def examine(self) -> None:
        """Return if the other side would take messages now. Raises Undeliverable."""
        ...
