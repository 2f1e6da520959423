"""The directory that people come from: what a UserMigration function answers for it."""

# ruff: noqa: ANN401 - members of answers and pools have any type

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from domain.ports.triggers import TriggerRefused
from tests.support.accounts import Desk, Function, Functions
from tests.support.sign_in import Client, tokens
from tests.support.world import World

OLD_PASSWORD = "weak"
"""What everybody has there; no password policy of ours would take it."""


class OldDirectory:
    """Answers as the usual function does: for who is known, and whose password is right."""

    def __init__(self, **people: Mapping[str, object]) -> None:
        self.people = {name.replace("_at_", "@"): answer for name, answer in people.items()}

    def __call__(self, event: Any) -> Mapping[str, object]:
        password = event["request"]["password"]
        answer = self.people.get(event["userName"])
        if answer is None or password not in {None, OLD_PASSWORD}:
            raise TriggerRefused("Bad user name or password")
        return {**event["response"], **answer}


def moves_in(*, status: str | None = "CONFIRMED", **members: Any) -> dict[str, object]:
    """What a function brings of a user: silently, with an address that is proven."""
    answer: dict[str, object] = {
        "userAttributes": {"email": "ann@example.com", "email_verified": "true"},
        "finalUserStatus": status,
        "messageAction": "SUPPRESS",
    }
    return {**answer, **members}


def directory(**members: Any) -> OldDirectory:
    """Where Ann is known."""
    return OldDirectory(ann=moves_in(**members))


class Move:
    """A pool whose UserMigration function asks the old directory, and a client of it."""

    def __init__(
        self,
        directory: Function,
        setting: str = "ENABLED",
        functions: Mapping[str, Function] | None = None,
        **pool: Any,
    ) -> None:
        self.functions = Functions(UserMigration=directory, **(functions or {}))
        self.world = World(triggers=self.functions)
        self.pool = self.world.add_pool(triggers=self.functions.arns, **pool)
        made = self.world.add_client(self.pool, prevent_user_existence_errors=setting)
        self.desk = Desk(self.world, made)
        self.client = self.desk.sign_in
        self.admin = Client(self.world, made, admin=True)

    @property
    def sources(self) -> list[object]:
        """What was called, in order."""
        return [event.event["triggerSource"] for event in self.functions.events]

    def sign_in(self, username: str = "ann", password: str = OLD_PASSWORD) -> str:
        """Sign in with the password in clear; the access token."""
        return tokens(self.client.by_password(username, password)).access_token
