"""A pool in memory with a client, and Ann who uses it."""

from __future__ import annotations

import base64
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from pydantic import SecretStr

from app import bootstrap
from app.settings import CHEAP_HASH, Settings
from domain import services as domain_services
from domain.model.identifiers import PoolId
from domain.ports.reporter import Reporter
from domain.ports.triggers import TriggerRunner
from domain.triggers.hooks import Hooks, Occasion

USERNAME: Final = "ann"
PASSWORD: Final = "Passw0rd!"
EMAIL: Final = "ann@example.com"
PHONE: Final = "+15555550100"
METADATA: Final = {"ClientMetadata": {"rehearsal": "true"}}

_FLOWS: Final = (
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
)
_ATTRIBUTES: Final = {"email": EMAIL, "phone_number": PHONE, "given_name": "Ann"}

Members = Mapping[str, Any]


class Stage:
    """A Cognate that nobody else sees; `runner` runs the triggers of its pool."""

    def __init__(self, settings: Settings, runner: TriggerRunner, reporter: Reporter) -> None:
        assembly = bootstrap.assemble(_in_memory(settings))
        ports = replace(assembly.ports, triggers=runner, reporter=reporter)
        self.services = domain_services.build(ports, assembly.deployment)
        self.hooks = Hooks(runner, assembly.deployment, ports.callers)
        self._pool_id = ""
        self._client_id = ""

    def open_pool(self, lambda_config: Members, *, verifies: str = "email") -> None:
        """Make the pool, which verifies an address of who signs up, and the client."""
        made = self.call(
            "CreateUserPool",
            PoolName="rehearsal",
            AutoVerifiedAttributes=[verifies],
            SmsConfiguration={"SnsCallerArn": "arn:aws:iam::000000000000:role/rehearsal"},
            LambdaConfig=lambda_config,
        )
        self._pool_id = made["UserPool"]["Id"]
        client = self.call(
            "CreateUserPoolClient",
            UserPoolId=self._pool_id,
            ClientName="rehearsal",
            ExplicitAuthFlows=list(_FLOWS),
        )
        self._client_id = client["UserPoolClient"]["ClientId"]

    def occasion(self, username: str) -> Occasion:
        """Return what an event says of the client and of somebody, where no operation is done."""
        pool = self.services.catalog.pool(PoolId(self._pool_id))
        return Occasion(pool=pool, client_id=self._client_id, username=username)

    def call(self, operation: str, **members: object) -> Members:
        """Do an operation of the API. Raises CognitoError."""
        return bootstrap.operate(self.services, operation, members)

    def client(self, operation: str, **members: object) -> Members:
        """Do an operation as the client."""
        return self.call(operation, ClientId=self._client_id, **members)

    def admin(self, operation: str, **members: object) -> Members:
        """Do an operation as an administrator, about Ann."""
        return self.call(operation, UserPoolId=self._pool_id, Username=USERNAME, **members)

    def sign_up(self) -> Members:
        """Let Ann sign up."""
        return self.client(
            "SignUp",
            Username=USERNAME,
            Password=PASSWORD,
            UserAttributes=_listed(_ATTRIBUTES),
            ValidationData=_listed({"rehearsal": "true"}),
            **METADATA,
        )

    def add_user(self) -> None:
        """Have Ann as a confirmed user with a verified address, in a group."""
        self.admin(
            "AdminCreateUser",
            MessageAction="SUPPRESS",
            UserAttributes=_listed({**_ATTRIBUTES, "email_verified": "true"}),
        )
        self.admin("AdminSetUserPassword", Password=PASSWORD, Permanent=True)
        self.call("CreateGroup", UserPoolId=self._pool_id, GroupName="rehearsal")
        self.admin("AdminAddUserToGroup", GroupName="rehearsal")

    def begin(self, flow: str, **parameters: str) -> Members:
        """Let Ann begin to sign in."""
        return self.client(
            "InitiateAuth",
            AuthFlow=flow,
            AuthParameters={"USERNAME": USERNAME, **parameters},
            **METADATA,
        )

    def sign_in(self) -> Members:
        """Let Ann sign in by password."""
        return self.begin("USER_PASSWORD_AUTH", PASSWORD=PASSWORD)

    def look(self) -> Members:
        """Return Ann as she is stored."""
        seen = self.admin("AdminGetUser")
        return {
            "status": seen["UserStatus"],
            "attributes": {each["Name"]: each["Value"] for each in seen["UserAttributes"]},
        }


def _in_memory(settings: Settings) -> Settings:
    """Return settings under which nothing is kept, and nobody is called or written to."""
    key = base64.b64encode(os.urandom(32)).decode()
    return settings.model_copy(
        update={
            "storage_url": SecretStr("memory:"),
            "signer_url": SecretStr("store:"),
            "sealing_keys": SecretStr(f"rehearsal:{key}"),
            "password_hash": CHEAP_HASH,
            "workers": 1,
            "email_url": SecretStr("outbox:"),
            "sms_url": SecretStr("outbox:"),
            "triggers_file": None,
            "lambda_url": None,
        }
    )


def _listed(attributes: Mapping[str, str]) -> Sequence[Mapping[str, str]]:
    return [{"Name": name, "Value": value} for name, value in attributes.items()]


def claims(token: str) -> Members:
    """Return the claims of a token of ours, which needs no verification."""
    payload = token.split(".")[1]
    said: Members = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return said
