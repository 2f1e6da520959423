"""A world with a post office: messages are written, wait, and are sent when a test says so."""

# ruff: noqa: ANN401 - a pool takes any of its fields

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from threading import Event
from typing import Any

from domain import services as domain_services
from domain.messages.addressing import Address
from domain.messages.compose import Composer
from domain.model.message import Channel, Message, OutboxEntry, Reason
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.delivery import Delivery, Undeliverable
from domain.triggers.custom_message import CustomMessages
from domain.triggers.custom_sender import CustomSenders
from domain.triggers.hooks import Hooks
from tests.support.world import World

NOT_NOW = Undeliverable("not now")


class Postman:
    """A delivery that hands over what it can and remembers it."""

    keeps = False

    def __init__(self, *, failures: int = 0, failure: Exception = NOT_NOW) -> None:
        self.failures = failures
        self.failure = failure
        self.tried = 0
        self.handed: list[Message] = []
        self.on_the_way: Callable[[], object] = lambda: None

    def deliver(self, message: Message) -> None:
        self.tried += 1
        if self.tried <= self.failures:
            raise self.failure
        self.handed.append(message)
        self.on_the_way()


class Office:
    """A world with a post office: one pool, one user, and a delivery for each channel."""

    def __init__(self, email: Delivery, sms: Delivery | None = None, **pool: Any) -> None:
        self.world = World()
        deliveries = {Channel.EMAIL: email, Channel.SMS: sms or Postman()}
        self.world.ports = replace(self.world.ports, delivery=deliveries)
        self.world.services = domain_services.build(self.world.ports, self.world.deployment)
        self.pool: UserPool = self.world.add_pool(**pool)
        self.user: User = self.world.add_user(self.pool, password=None)
        ports = self.world.ports
        hooks = Hooks(ports.triggers, self.world.deployment, ports.callers)
        self.stopping = Event()
        self.composer = Composer(
            ports,
            CustomMessages(hooks),
            CustomSenders(hooks, ports.triggers),
        )

    def post(
        self, purpose: str = "SignUp", attribute: str = "email", code: str = "123456"
    ) -> OutboxEntry:
        """Put a message into the outbox."""
        entry = self.composer.code_message(
            self.pool,
            self.user,
            Address(attribute=attribute, value="ann@example.com"),
            Reason(purpose=purpose, client_id="client"),
            code,
        )
        with self.world.store.writing() as unit:
            unit.outbox.add(entry)
        return entry

    def send(self) -> int:
        """Let the courier go."""
        courier = self.world.services.courier
        return sum(courier.send_due(each, self.stopping.is_set) for each in courier.channels)

    @property
    def waiting(self) -> list[OutboxEntry]:
        """What is in the outbox."""
        with self.world.store.reading() as unit:
            return list(unit.outbox.page(None, 100))

    @property
    def reported(self) -> list[str]:
        """What the courier reported."""
        return [event for event, _ in self.world.reporter.events]
