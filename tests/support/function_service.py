"""The API in one process, on memory, with the functions of all its pools at one receiver.

Requests go through the real endpoint, and triggers over real HTTP to a receiver that verifies them.
"""

# ruff: noqa: ANN401 - requests and responses are plain JSON values

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from adapters.api.registry import OPERATIONS
from adapters.egress import NAMED_BY_OPERATOR, Egress
from adapters.security.system import SystemEntropy
from adapters.triggers import webhook
from adapters.triggers.configuration import routes
from adapters.triggers.directory import Directory
from adapters.triggers.target import TargetContext
from tests.api.stage import TARGET, Answer, Members, Stage, signed_request
from tests.support.fakes import FrozenClock, ListReporter
from tests.support.sign_in import PUBLIC_VALUE, SECRET_EXPONENT, claimed
from tests.support.srp_client import SrpClient
from tests.support.trigger_receiver import Receiver
from tests.support.world import PASSWORD, World

AGENT: Final = "aws-sdk-js/3.658.1 ua/2.0 os/linux lang/js md/nodejs#20.11.0"
SDK: Final = "aws-sdk-js-3.658.1"
NO_CLIENT: Final = "CLIENT_ID_NOT_APPLICABLE"
EMAIL: Final = "ann@example.com"
SMS: Final = {"SnsCallerArn": "arn:aws:iam::000000000000:role/sms"}
FLOWS: Final = [
    "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "ALLOW_CUSTOM_AUTH",
    "ALLOW_REFRESH_TOKEN_AUTH",
    "ALLOW_USER_AUTH",
    "ALLOW_USER_PASSWORD_AUTH",
    "ALLOW_USER_SRP_AUTH",
]
PLAIN: Final = (
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "CustomMessage",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
    "PreTokenGeneration",
    "UserMigration",
)
"""All triggers but those that take the place of others."""

SENDERS: Final = ("CustomEmailSender", "CustomSMSSender")


@dataclass
class FunctionService:
    """The service and its receiver, used by one test after another; each makes its own pools."""

    receiver: Receiver
    world: World
    stage: Stage

    @property
    def sources(self) -> list[str]:
        """What was called, in order."""
        return self.receiver.sources()

    @property
    def events(self) -> list[dict[str, Any]]:
        """Every event as it was received, in order; all of them verified."""
        assert self.receiver.refused == []
        return [delivery.event for delivery in self.receiver.deliveries]

    def call(self, operation: str, **members: Any) -> Answer:
        """Call a public operation as an SDK does."""
        headers = {"X-Amz-Target": TARGET + operation, "User-Agent": AGENT}
        return self.stage.post(json.dumps(members).encode(), headers)

    def signed(self, operation: str, **members: Any) -> Answer:
        """Call an administrator's operation as an SDK does."""
        body, headers = signed_request(operation, members, "local", "local")
        return self.stage.post(body, {**headers, "User-Agent": AGENT})

    def pool(
        self,
        *triggers: str,
        form: str | None = None,
        client: Mapping[str, object] | None = None,
        **members: Any,
    ) -> Stand:
        """Make a pool with these functions, and a client that may begin by everything.

        `form` is the version of PreTokenGeneration; `client` are members of the client.
        """
        config: dict[str, object] = {name: arn(name) for name in triggers if name not in SENDERS}
        if form is not None:
            versioned = {"LambdaVersion": form, "LambdaArn": arn("PreTokenGeneration")}
            config |= {"PreTokenGenerationConfig": versioned}
        for name in SENDERS:
            if name in triggers:
                config[name] = {"LambdaVersion": "V1_0", "LambdaArn": arn(name)}
                config["KMSKeyID"] = "arn:aws:kms:us-east-1:000000000000:key/codes"
        settings = {"AutoVerifiedAttributes": ["email"], **members}
        made = ok(
            self.signed("CreateUserPool", PoolName="people", LambdaConfig=config, **settings)
        )["UserPool"]
        chosen = {
            "ClientName": "app",
            "ExplicitAuthFlows": FLOWS,
            "PreventUserExistenceErrors": "ENABLED",
            **(client or {}),
        }
        app = ok(self.signed("CreateUserPoolClient", UserPoolId=made["Id"], **chosen))[
            "UserPoolClient"
        ]
        return Stand(service=self, pool_id=made["Id"], client_id=app["ClientId"])

    def let_senders_run(self) -> None:
        """Let the courier call the custom senders."""
        courier = self.world.services.courier
        for channel in courier.channels:
            courier.send_due(channel, lambda: False)


@dataclass
class Stand:
    """One pool and its client."""

    service: FunctionService
    pool_id: str
    client_id: str

    def public(self, operation: str, **members: Any) -> Members:
        """Call an operation of the client, which must succeed."""
        return ok(self.service.call(operation, ClientId=self.client_id, **members))

    def admin(self, operation: str, username: str = "ann", **members: Any) -> Members:
        """Call an administrator's operation on a user, which must succeed."""
        return ok(
            self.service.signed(operation, UserPoolId=self.pool_id, Username=username, **members)
        )

    def refused(self, operation: str, **members: Any) -> tuple[str, str]:
        """Error and text of an operation of the client that must be refused."""
        answer = self.service.call(operation, ClientId=self.client_id, **members)
        assert answer.status == 400, answer.json
        return answer.type, answer.json["message"]

    def begin(self, flow: str = "USER_PASSWORD_AUTH", **members: Any) -> Members:
        """InitiateAuth of Ann, with her password where the flow takes one."""
        answers = {"USERNAME": "ann", **members.pop("answers", {})}
        if flow == "USER_PASSWORD_AUTH":
            answers.setdefault("PASSWORD", PASSWORD)
        if flow == "USER_SRP_AUTH":
            answers["SRP_A"] = PUBLIC_VALUE
        return self.public("InitiateAuth", AuthFlow=flow, AuthParameters=answers, **members)

    def respond(self, asked: Members, answers: Mapping[str, str], **members: Any) -> Members:
        """RespondToAuthChallenge of Ann."""
        session = {"Session": asked["Session"]} if "Session" in asked else {}
        return self.public(
            "RespondToAuthChallenge",
            ChallengeName=asked["ChallengeName"],
            ChallengeResponses={"USERNAME": "ann", **answers},
            **session,
            **members,
        )

    def proof(self, asked: Members) -> dict[str, str]:
        """The answers that prove Ann's password by SRP."""
        shown = asked["ChallengeParameters"]
        srp = SrpClient(
            prefix=self.pool_id.partition("_")[2],
            identifier=shown["USER_ID_FOR_SRP"],
            password=PASSWORD,
            secret=SECRET_EXPONENT,
        )
        return claimed(srp, shown, self.service.world.clock.now_ms())

    def add(
        self,
        username: str = "ann",
        attributes: Mapping[str, str] | None = None,
        *,
        quietly: bool = True,
    ) -> str:
        """Make a confirmed user with a password and a proven address; return his `sub`.

        What functions heard of it is forgotten.
        """
        given = {"email": EMAIL, "email_verified": "true", **(attributes or {})}
        self.admin(
            "AdminCreateUser",
            username,
            MessageAction="SUPPRESS",
            UserAttributes=pairs(**given),
        )
        self.admin("AdminSetUserPassword", username, Password=PASSWORD, Permanent=True)
        if quietly:
            self.service.receiver.deliveries.clear()
        return self.sub(username)

    def sub(self, username: str = "ann") -> str:
        """The user's `sub`."""
        shown = self.admin("AdminGetUser", username)["UserAttributes"]
        return next(str(each["Value"]) for each in shown if each["Name"] == "sub")

    def user(self, status: str = "CONFIRMED", username: str = "ann", **others: str) -> Members:
        """`userAttributes` as events have them, of a user with a proven address."""
        return {
            "sub": self.sub(username),
            "cognito:user_status": status,
            "email": EMAIL,
            "email_verified": "true",
            **others,
        }

    def code(self) -> str:
        """The code that was sent last."""
        return self.service.world.services.mailbox.messages()[-1].code

    def event(
        self,
        source: str,
        request: Members,
        response: Members | None = None,
        *,
        username: str = "ann",
        client: str | None = None,
        version: str = "1",
    ) -> Members:
        """A whole event, as this pool's functions get it."""
        return {
            "version": version,
            "triggerSource": source,
            "region": "us-east-1",
            "userPoolId": self.pool_id,
            "userName": username,
            "callerContext": {"awsSdkVersion": SDK, "clientId": client or self.client_id},
            "request": request,
            "response": response or {},
        }


@contextmanager
def function_service(directory: Path) -> Iterator[FunctionService]:
    """The service, for as long as the block runs; `directory` is for its TRIGGERS_FILE."""
    clock = FrozenClock()
    egress = Egress(NAMED_BY_OPERATOR, connections=4)
    with Receiver(clock=clock) as receiver:
        file = directory / "triggers.toml"
        file.write_text(receiver.entry(code="plain"))
        context = TargetContext(
            http=egress, clock=clock, entropy=SystemEntropy(), reporter=ListReporter()
        )
        found = routes(file, None, {"webhook": lambda: webhook.open}, context, "us-east-1")
        world = World(clock=clock, triggers=Directory(found))
        stage = Stage(OPERATIONS, services=world.services)  # type: ignore[arg-type] # a table of exact types
        try:
            yield FunctionService(receiver=receiver, world=world, stage=stage)
        finally:
            stage.close()
            egress.close()


def arn(trigger: str) -> str:
    """The function of a trigger."""
    return f"arn:aws:lambda:us-east-1:000000000000:function:{trigger}"


def ok(answer: Answer) -> Members:
    """The members of an answer that must be no refusal."""
    assert answer.status == 200, answer.json
    return answer.json if answer.body else {}


def pairs(**attributes: str) -> list[dict[str, str]]:
    """Attributes as the wire has them."""
    return [{"Name": name, "Value": value} for name, value in attributes.items()]
