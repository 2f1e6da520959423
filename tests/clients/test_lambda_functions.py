"""Unmodified Lambda functions, in Python and in Node, behind the Invoke API: by real clients.

The functions are those of tests/lambdas. Each runtime serves the API as AWS does, and below
/emulator as the Runtime Interface Emulator does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from functools import cache
from typing import Any, Final

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import Deployment, Deployments, Kind
from tests.support.lambda_host import RUNTIMES, lambda_host
from tests.support.proof import right_answer
from tests.support.tenant import FLOWS, PASSWORD, Tenant, attributes, make_tenant, unique

STORES: Final = ("sqlite", "postgresql")
ARN: Final = "arn:aws:lambda:us-east-1:000000000000:function:"
TRIGGERS: Final = (
    "PreSignUp",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
)
ENTRIES: Final = """
[[trigger]]
arn = "{arn}{runtime}"
kind = "lambda"
url = "{url}"

[[trigger]]
arn = "{arn}{runtime}-emulator"
kind = "lambda"
url = "{url}/emulator"
function = "function"
"""


@pytest.fixture(scope="module")
def hosts() -> Iterator[Mapping[str, str]]:
    """The addresses of both runtimes."""
    with ExitStack() as ending:
        yield {each: ending.enter_context(lambda_host(each)) for each in RUNTIMES}


@pytest.fixture(scope="module")
def served(
    deployments: Deployments, hosts: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], Deployment]:
    """Starts a server on a store, once, whose triggers file names both runtimes in both ways."""
    entries = (ENTRIES.format(arn=ARN, runtime=name, url=url) for name, url in hosts.items())
    file = tmp_path_factory.mktemp("lambdas") / "triggers.toml"
    file.write_text("".join(entries))

    @cache
    def start(store: str) -> Deployment:
        return deployments.start(f"lambdas-{store}", Kind(store=store), TRIGGERS_FILE=str(file))

    return start


@pytest.fixture(scope="module", params=STORES)
def deployment(request: pytest.FixtureRequest, served: Callable[[str], Deployment]) -> Deployment:
    """The server on one of the stores."""
    return served(request.param)


@pytest.fixture(scope="module", params=[*RUNTIMES, *(f"{each}-emulator" for each in RUNTIMES)])
def function(request: pytest.FixtureRequest) -> str:
    """The ARN of a function."""
    return ARN + str(request.param)


@pytest.fixture(scope="module")
def tenant(deployment: Deployment, function: str) -> Tenant:
    """A pool whose triggers all are that function."""
    return make_tenant(
        deployment,
        {"LambdaConfig": dict.fromkeys(TRIGGERS, function)},
        {"ExplicitAuthFlows": [*FLOWS, "ALLOW_CUSTOM_AUTH"]},
    )


def sign_up(tenant: Tenant, name: str, domain: str) -> dict[str, Any]:
    """Sign up with an address of a domain."""
    signed_up: dict[str, Any] = tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": f"{name}@{domain}"}),
    )
    return signed_up


def begin(tenant: Tenant, name: str) -> dict[str, Any]:
    """Begin CUSTOM_AUTH without a password."""
    asked: dict[str, Any] = tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow="CUSTOM_AUTH", AuthParameters={"USERNAME": name}
    )
    return asked


def solve(tenant: Tenant, asked: dict[str, Any], *, off_by: int = 0) -> dict[str, Any]:
    """Answer the sum that was asked, rightly or not; return what follows."""
    first, _, second = asked["ChallengeParameters"]["question"].partition(" + ")
    following: dict[str, Any] = tenant.api.respond_to_auth_challenge(
        ClientId=tenant.client_id,
        ChallengeName="CUSTOM_CHALLENGE",
        Session=asked["Session"],
        ChallengeResponses={
            "USERNAME": asked["ChallengeParameters"]["USERNAME"],
            "ANSWER": str(int(first) + int(second) + off_by),
        },
    )
    return following


def test_a_veto_stores_nobody(tenant: Tenant) -> None:
    """The text of the function's exception is the client's, and the name stays free."""
    name = unique("eve")

    with pytest.raises(ClientError) as refused:
        sign_up(tenant, name, "blocked.example")

    error = refused.value.response["Error"]
    assert error["Code"] == "UserLambdaValidationException"
    assert error["Message"] == "PreSignUp failed with error Email domain not allowed."
    with pytest.raises(tenant.api.exceptions.UserNotFoundException):
        tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)


def test_a_function_confirms_and_verifies_at_once(tenant: Tenant) -> None:
    """Staff signs in right after signing up, with a verified address; others get a code."""
    name, other = unique("staff"), unique("guest")

    assert sign_up(tenant, name, "staff.example")["UserConfirmed"]
    assert not sign_up(tenant, other, "example.com")["UserConfirmed"]

    seen = tenant.api.get_user(AccessToken=tenant.sign_in(name)["AccessToken"])
    assert {"Name": "email_verified", "Value": "true"} in seen["UserAttributes"]


def test_a_sum_signs_in_without_a_password(tenant: Tenant) -> None:
    """CUSTOM_AUTH: a wrong answer is asked again, a right one gives tokens."""
    name = tenant.user(unique("ann"))

    asked = begin(tenant, name)
    again = solve(tenant, asked, off_by=1)
    done = solve(tenant, again)["AuthenticationResult"]

    assert asked["ChallengeParameters"] == {"question": "1 + 3", "USERNAME": name}
    assert again["ChallengeParameters"] == {"question": "2 + 3", "USERNAME": name}
    claims = jwt.decode(done["AccessToken"], options={"verify_signature": False})
    assert claims["username"] == name


def test_a_password_is_proven_first(tenant: Tenant) -> None:
    """CUSTOM_AUTH with SRP_A: the proof of the password, then the sum."""
    name = tenant.user(unique("bob"))

    proof = right_answer(tenant, name, flow="CUSTOM_AUTH", CHALLENGE_NAME="SRP_A")
    asked = tenant.api.respond_to_auth_challenge(**proof)

    assert asked["ChallengeParameters"]["question"] == "3 + 3"
    assert solve(tenant, asked)["AuthenticationResult"]["RefreshToken"]


def test_a_function_has_seen_enough(tenant: Tenant) -> None:
    """Three wrong answers, and the function fails the sign-in."""
    asked = begin(tenant, tenant.user(unique("cid")))
    for _ in range(2):
        asked = solve(tenant, asked, off_by=1)

    with pytest.raises(ClientError, match="Incorrect username or password"):
        solve(tenant, asked, off_by=1)
