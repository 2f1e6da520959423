"""A function that takes its time holds up nobody but those who need it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from typing import Final

import pytest

from tests.support.deployments import Deployment, Deployments, Kind
from tests.support.raw import Connection
from tests.support.tenant import PASSWORD, Tenant, make_tenant
from tests.support.trigger_receiver import Receiver, held

ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:slow"
SOURCE: Final = "PreAuthentication_Authentication"
SIGN_INS: Final = 100
READS: Final = 200


@pytest.fixture(scope="module")
def receiver() -> Iterator[Receiver]:
    """Where the function is."""
    with Receiver() as running:
        yield running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def deployment(
    request: pytest.FixtureRequest,
    deployments: Deployments,
    receiver: Receiver,
    tmp_path_factory: pytest.TempPathFactory,
) -> Deployment:
    """A server of one process whose functions are all at the receiver."""
    file = tmp_path_factory.mktemp("slow") / "triggers.toml"
    # Long enough that no call is given up before the test lets it go on.
    file.write_text(receiver.entry(timeout_s=30))
    file.chmod(0o600)
    kind = Kind(store=request.param)
    return deployments.start(f"slow-function-{request.param}", kind, TRIGGERS_FILE=str(file))


@pytest.mark.parametrize("flow", ["USER_SRP_AUTH", "USER_PASSWORD_AUTH"])
def test_others_are_answered_meanwhile(
    deployment: Deployment, receiver: Receiver, flow: str
) -> None:
    """200 GetUser calls are answered while 100 sign-ins still hang; then these go on."""
    quick = make_tenant(deployment)
    token = quick.sign_in(quick.user())["AccessToken"]
    slow = make_tenant(deployment, {"LambdaConfig": {"PreAuthentication": ARN}})
    name, goes_on = slow.user(), Event()
    receiver.forget()
    receiver.answer(SOURCE, held(goes_on))

    with ThreadPoolExecutor(SIGN_INS) as threads, Connection(deployment.ports[0]) as connection:
        try:
            hanging = [
                threads.submit(_begin, deployment, slow, name, flow) for _ in range(SIGN_INS)
            ]
            receiver.wait_for(SIGN_INS)
            read = [connection.call("GetUser", {"AccessToken": token}).status for _ in range(READS)]
            still = [each for each in hanging if not each.done()]
        finally:
            goes_on.set()
        begun = [each.result() for each in hanging]

    assert read == [200] * READS
    assert len(still) == SIGN_INS
    # Of so many right passwords at once the lock lets some through and tells the others of itself.
    assert set(begun) == {""} if flow == "USER_SRP_AUTH" else "" in begun
    assert set(begun) <= {"", "NotAuthorizedException"}


def _begin(deployment: Deployment, tenant: Tenant, name: str, flow: str) -> str:
    """Begin a sign-in; return the error."""
    given = {"SRP_A": "a1" * 100} if flow == "USER_SRP_AUTH" else {"PASSWORD": PASSWORD}
    asked = {
        "ClientId": tenant.client_id,
        "AuthFlow": flow,
        "AuthParameters": {"USERNAME": name, **given},
    }
    with Connection(deployment.ports[0]) as connection:
        return connection.call("InitiateAuth", asked).type
