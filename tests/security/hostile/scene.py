"""Where the attacks take place, and how they find one another."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Final

from botocore.credentials import Credentials

from tests.support.access_key import make_access_key
from tests.support.deployments import Deployment
from tests.support.minted import Mint
from tests.support.raw import ROOT_KEY, Answer, Connection, exchange, request_bytes, target
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique


@dataclass
class Scene:
    """A server with the attacked pool, another pool of the same form, and Alice, who lives here."""

    deployment: Deployment
    mint: Mint
    tenant: Tenant = field(init=False)
    foreign: Tenant = field(init=False)
    foreign_key: Credentials = field(init=False)
    """A key whose policy names the other pool. The command that makes it is in no attack's time."""
    alice: str = field(init=False)

    def __post_init__(self) -> None:
        developers = {"Name": "x", "AttributeDataType": "String", "DeveloperOnlyAttribute": True}
        options = {
            "AliasAttributes": ["email"],
            "Schema": [
                {"Name": "note", "AttributeDataType": "String", "Mutable": True},
                {**developers, "Mutable": True},
            ],
        }
        self.tenant = make_tenant(self.deployment, options)
        self.foreign = make_tenant(self.deployment, options)
        described = self.foreign.api.describe_user_pool(UserPoolId=self.foreign.pool_id)
        self.foreign_key = make_access_key(self.deployment, described["UserPool"]["Arn"])
        self.alice = self.tenant.user(unique("alice"))

    @property
    def port(self) -> int:
        """Where the server listens."""
        return self.deployment.ports[0]

    @cached_property
    def tokens(self) -> dict[str, Any]:
        """The tokens of Alice."""
        return self.tenant.sign_in(self.alice)

    def call(self, operation: str, body: Mapping[str, Any], **options: Any) -> Answer:  # noqa: ANN401 - handed on
        """Call an operation."""
        with Connection(self.port) as connection:
            return connection.call(operation, body, **options)

    def send(self, operation: str, body: bytes, headers: Mapping[str, str] | None = None) -> Answer:
        """Send a body as it is, whatever becomes of it on the way."""
        return exchange(self.port, request_bytes({**target(operation), **(headers or {})}, body))

    def sign_up(self, **changes: Any) -> Answer:  # noqa: ANN401 - any member
        """Sign up with some members changed."""
        body = {"ClientId": self.tenant.client_id, "Username": unique("bob"), "Password": PASSWORD}
        return self.call("SignUp", {**body, **changes})

    def update(self, username: str, **given: str) -> Answer:
        """Write attributes as an administrator would."""
        body = {
            "UserPoolId": self.tenant.pool_id,
            "Username": username,
            "UserAttributes": attributes(given),
        }
        return self.call("AdminUpdateUserAttributes", body, sign=ROOT_KEY)

    def update_own(self, token: str, **given: str) -> Answer:
        """Write attributes as their user."""
        body = {"AccessToken": token, "UserAttributes": attributes(given)}
        return self.call("UpdateUserAttributes", body)

    def asked(self, username: str, temporary: str) -> str:
        """Begin with a temporary password; return the Session of NEW_PASSWORD_REQUIRED."""
        answer = self.call(
            "InitiateAuth",
            {
                "ClientId": self.tenant.client_id,
                "AuthFlow": "USER_PASSWORD_AUTH",
                "AuthParameters": {"USERNAME": username, "PASSWORD": temporary},
            },
        )
        return str(answer.body["Session"])

    def answer(self, session: str, **answers: str) -> Answer:
        """Answer NEW_PASSWORD_REQUIRED."""
        return self.call(
            "RespondToAuthChallenge",
            {
                "ClientId": self.tenant.client_id,
                "ChallengeName": "NEW_PASSWORD_REQUIRED",
                "Session": session,
                "ChallengeResponses": answers,
            },
        )

    def text(self, body: Mapping[str, Any]) -> bytes:
        """Return a body as JSON."""
        return json.dumps(body).encode()


Attack = Callable[[Scene], Iterator[Answer]]
ATTACKS: Final[dict[str, Attack]] = {}


def attack(vector: str) -> Callable[[Attack], Attack]:
    """Register the attack of a vector; it yields every answer it gets."""

    def register(run: Attack) -> Attack:
        ATTACKS[vector] = run
        return run

    return register
