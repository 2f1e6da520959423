"""Calling the operations on accounts of a `World` as a client would, without HTTP."""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields, replace
from typing import Any, cast

import pytest

from adapters.api.call import Call
from adapters.api.problems import undeclared
from adapters.api.registry import OPERATIONS
from adapters.storage.memory import MemoryStore
from domain import services as domain_services
from domain.errors import CognitoError
from domain.model.client import AppClient
from domain.model.message import Message
from domain.model.user import User
from domain.ports.triggers import TriggerEvent
from tests.support.sign_in import Client, tokens
from tests.support.world import PASSWORD, World

_COUNTERS = frozenset({"budgets", "locks", "spent"})


class Desk:
    """One app client of a world, with both sides of the counter: users and administrators."""

    def __init__(self, world: World, client: AppClient) -> None:
        self.world = world
        self.client = client
        self.sign_in = Client(world, client)
        self.address = "127.0.0.1"

    def call(self, operation: str, **members: Any) -> Any:
        """Run an operation; one that refuses may do so only in ways that its model declares."""
        function = cast("Mapping[str, Any]", OPERATIONS)[operation]
        surroundings = Call(
            services=self.world.services,
            operation=operation,
            request_id="request",
            principal=None,
            source_ip=self.address,
            user_agent="",
        )
        try:
            return function(surroundings, members)
        except CognitoError as error:
            if undeclared(operation, error):
                raise AssertionError(f"{operation} does not declare {error!r}") from error
            raise

    def public(self, operation: str, **members: Any) -> Any:
        """Run an operation of the client."""
        return self.call(operation, ClientId=self.client.id, **members)

    def admin(self, operation: str, username: str = "ann", **members: Any) -> Any:
        """Run an operation of an administrator of the pool."""
        return self.call(operation, UserPoolId=self.client.pool_id, Username=username, **members)

    def sign_up(self, username: str = "ann", password: str = PASSWORD, **given: str) -> Any:
        """SignUp with attributes."""
        return self.public(
            "SignUp", Username=username, Password=password, UserAttributes=pairs(**given)
        )

    def look(self, username: str = "ann") -> dict[str, Any]:
        """AdminGetUser, with the attributes as a mapping."""
        return shown(self.admin("AdminGetUser", username))

    def signed_in(self, username: str = "ann", password: str = PASSWORD) -> str:
        """An access token of the user."""
        return tokens(self.sign_in.by_password(username, password)).access_token

    @property
    def mail(self) -> list[Message]:
        """What is in the outbox, oldest first."""
        return list(self.world.services.mailbox.messages())

    def code(self) -> str:
        """The code that was sent last."""
        return self.mail[-1].code

    def wrong_code(self) -> str:
        """A code of the right form that was not sent."""
        return f"{(int(self.code()) + 1) % 1_000_000:06d}"


Function = Mapping[str, object] | Exception | Callable[[Any], Mapping[str, object]]
"""What a function answers, what it fails with, or what it makes of the event that it gets."""


class Functions:
    """A runner whose functions a test names; it remembers the events."""

    def __init__(self, **answers: Function) -> None:
        self.answers = answers
        self.events: list[TriggerEvent] = []

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self.events.append(event)
        answer = self.answers[event.trigger]
        if isinstance(answer, Exception):
            raise answer
        return answer if isinstance(answer, Mapping) else answer(event.event)

    def requests(self, trigger: str) -> list[Any]:
        """What a function was asked, oldest first."""
        return [event.event["request"] for event in self.events if event.trigger == trigger]

    @property
    def arns(self) -> dict[str, str]:
        """What a pool's LambdaConfig says for these functions."""
        return {
            name: f"arn:aws:lambda:us-east-1:000000000000:function:{name}" for name in self.answers
        }


def without_channels(functions: Functions | None = None) -> World:
    """A world in which nothing hands messages over, unless a pool's own functions do."""
    world = World() if functions is None else World(triggers=functions)
    world.ports = replace(world.ports, delivery={})
    world.services = domain_services.build(world.ports, world.deployment)
    return world


def pairs(**attributes: str) -> list[dict[str, str]]:
    """Attributes as the wire has them; `custom_x` stands for `custom:x`."""
    return [
        {"Name": name.replace("custom_", "custom:"), "Value": value}
        for name, value in attributes.items()
    ]


def shown(user: Mapping[str, Any]) -> dict[str, Any]:
    """A user with the list of attributes as a mapping."""
    listed = user.get("UserAttributes", user.get("Attributes", []))
    return {**user, "attributes": {each["Name"]: each["Value"] for each in listed}}


@contextlib.contextmanager
def refused(kind: type[CognitoError], text: str | None = None) -> Iterator[None]:
    """Expect a refusal, letter for letter."""
    with pytest.raises(CognitoError) as caught:
        yield
    assert type(caught.value) is kind, repr(caught.value)
    if text is not None:
        assert caught.value.text == text


def rows_of(world: World) -> dict[str, dict[Any, Any]]:
    """Everything that the store in memory keeps, but for what counts attempts."""
    store = world.store
    assert isinstance(store, MemoryStore)
    tables = store._tables
    return {
        table.name: dict(getattr(tables, table.name))
        for table in fields(tables)
        if table.name not in _COUNTERS
    }


def verified(user: User) -> set[str]:
    """Which addresses of the user are proven."""
    return {name for name in ("email", "phone_number") if user.is_verified(name)}
