"""An older user pool as it looks through HTTP, for the kind `cognito`."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from adapters.egress import Answer
from adapters.triggers import cognito
from adapters.triggers.entry import Entry
from adapters.triggers.target import Target, TargetContext
from domain.ports.triggers import (
    TriggerEvent,
)
from tests.support.fakes import FrozenClock, ListReporter, SeededEntropy

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:old-pool"
SUB: Final = "0b8f9b1e-9d0c-4a3e-8f53-0d8f4a1f2a77"
PASSWORD: Final = "Passw0rd!old"
OPEN: Final[Mapping[str, object]] = {"region": "eu-west-1", "client_id": "oldclient"}
KEY: Final[Mapping[str, object]] = {
    **OPEN,
    "client_secret": "s3cret",
    "user_pool_id": "eu-west-1_Old000001",
    "access_key_id": "AKIDEXAMPLE",
    "secret_access_key": "wJalrXUtnFEMI",
}
ATTRIBUTES: Final = {
    "sub": SUB,
    "email": "ann@example.com",
    "email_verified": "true",
    "custom:plan": "free",
    "identities": "[]",
    "cognito:user_status": "CONFIRMED",
}
BROUGHT: Final = {
    "email": "ann@example.com",
    "email_verified": "true",
    "custom:plan": "free",
    "username": "ann",
}
TOKENS: Final = {"AuthenticationResult": {"AccessToken": "token"}}

Said = Mapping[str, object] | Answer | Exception


def user(**more: object) -> dict[str, object]:
    """AdminGetUser or GetUser."""
    listed = [{"Name": name, "Value": value} for name, value in ATTRIBUTES.items()]
    return {
        "Username": "ann",
        "UserAttributes": listed,
        "Enabled": True,
        "UserStatus": "CONFIRMED",
        **more,
    }


class OldService:
    """A pool that answers each operation as it was told, and remembers what it was asked."""

    def __init__(self, **said: Said | list[Said]) -> None:
        self._said = {
            "GetUser": user(),
            "AdminGetUser": user(),
            "AdminListGroupsForUser": {"Groups": []},
            **said,
        }
        self.asked: list[tuple[str, dict[str, Any]]] = []
        self.headers: list[Mapping[str, str]] = []
        self.urls: set[str] = set()

    def post(
        self, url: str, headers: Mapping[str, str], body: bytes, *, timeout_s: float
    ) -> Answer:
        del timeout_s
        operation = headers["X-Amz-Target"].partition(".")[2]
        self.urls.add(url)
        self.headers.append(headers)
        self.asked.append((operation, json.loads(body)))
        said: Any = self._said[operation]
        if isinstance(said, list):
            said = said.pop(0)
        if isinstance(said, Exception):
            raise said
        if isinstance(said, Answer):
            return said
        return Answer(status=200, headers={}, body=json.dumps(said).encode())

    @property
    def operations(self) -> list[str]:
        """What was asked, in order."""
        return [operation for operation, _ in self.asked]


def error(name: str, message: str = "", status: int = 400) -> Answer:
    """An error of the API."""
    body = json.dumps({"__type": name, "message": message}).encode()
    return Answer(status=status, headers={}, body=body)


def opened(service: OldService, given: Mapping[str, object], attempts: int = 1) -> Target:
    """The target of an entry."""
    context = TargetContext(
        http=service,
        clock=FrozenClock(),
        entropy=SeededEntropy(),
        reporter=ListReporter(),
        pause_s=lambda _: None,
    )
    entry = Entry(arn=ARN, kind="cognito", given=given, attempts=attempts)
    return cognito.open(entry, context)


def event(source: str = "UserMigration_Authentication", trigger: str = "UserMigration") -> Any:  # noqa: ANN401 - an event of any kind
    """What the target is asked."""
    password = PASSWORD if source.endswith("Authentication") else None
    return TriggerEvent(
        trigger=trigger,
        arn=ARN,
        event={
            "triggerSource": source,
            "userName": "ann",
            "userPoolId": "us-east-1_New000001",
            "request": {"password": password},
            "response": {"userAttributes": None},
        },
    )


RECOVERY: Final = event("UserMigration_ForgotPassword")
