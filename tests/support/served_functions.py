"""Servers whose pools' functions are all at one receiver, which a test tells what to answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.support.deployments import Deployment, Deployments, Kind
from tests.support.riddles import riddles
from tests.support.tenant import FLOWS, Tenant, make_tenant
from tests.support.trigger_receiver import Receiver

KINDS: Final[Mapping[str, Kind]] = {
    "sqlite": Kind(store="sqlite"),
    "postgresql-two-servers": Kind(store="postgresql", servers=2),
}
ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
RIDDLES: Final = ("DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse")


@dataclass(frozen=True, slots=True, kw_only=True)
class Functions:
    """A running Cognate and what its triggers lead to."""

    deployment: Deployment
    receiver: Receiver

    def pool(self, *triggers: str, **config: Any) -> Tenant:  # noqa: ANN401 - any member of LambdaConfig
        """Make a pool with functions, and a client of it that may begin by them."""
        named = {trigger: f"{ARN}{trigger}" for trigger in triggers}
        return make_tenant(
            self.deployment,
            {"LambdaConfig": {**named, **config}},
            {"ExplicitAuthFlows": [*FLOWS, "ALLOW_CUSTOM_AUTH"]},
        )

    def put_riddles(self, ballast: int = 0) -> None:
        """Let functions put riddles from now on."""
        for trigger, function in riddles(ballast=ballast).answers.items():
            assert callable(function)
            self.receiver.answer(f"{trigger}_Authentication", function)


@contextmanager
def functions(
    name: str, kind: Kind, deployments: Deployments, directory: Path
) -> Iterator[Functions]:
    """Start a deployment of that name, whose functions answer until the block is left."""
    with Receiver() as receiver:
        file = directory / "triggers.toml"
        file.write_text(receiver.entry())
        deployment = deployments.start(name, kind, TRIGGERS_FILE=str(file))
        yield Functions(deployment=deployment, receiver=receiver)
