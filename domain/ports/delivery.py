"""Sending messages to users."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from domain.model.message import Message


class Undeliverable(Exception):
    """The message could not be handed over now; it stays in the outbox and is tried again."""


@runtime_checkable
class Delivery(Protocol):
    """One way to hand a message over. Never called while a unit of work is open."""

    @property
    def keeps(self) -> bool:
        """Whether messages stay in the outbox to be looked at there (development)."""
        ...

    def deliver(self, message: Message) -> None:
        """Hand the message over; raises Undeliverable. Not called when `keeps` is true."""
        ...
