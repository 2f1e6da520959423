"""Functions of a pool, as Lambda functions and as webhooks, met by real clients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import jwt
import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import Deployment
from tests.support.functions_called import EMULATED, WAYS, arn_of
from tests.support.proof import right_answer
from tests.support.tenant import FLOWS, PASSWORD, Tenant, attributes, make_tenant, unique

TRIGGERS: Final = (
    "PreSignUp",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
)
PLACES: Final = (
    *((store, way) for store in ("sqlite", "postgresql") for way in WAYS),
    *(("sqlite", way) for way in EMULATED),
)


@pytest.fixture(scope="module", params=PLACES, ids="-".join)
def tenant(request: pytest.FixtureRequest, calling: Callable[[str], Deployment]) -> Tenant:
    """A pool all of whose triggers are the function, called in one of the ways."""
    store, way = request.param
    return make_tenant(
        calling(store),
        {"LambdaConfig": dict.fromkeys(TRIGGERS, arn_of(way))},
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


def test_a_function_that_the_file_does_not_name(calling: Callable[[str], Deployment]) -> None:
    """LAMBDA_URL is where it is invoked, by its name and its alias."""
    tenant = make_tenant(
        calling("sqlite"), {"LambdaConfig": {"PreSignUp": f"{arn_of('not-in-the-file')}:live"}}
    )

    with pytest.raises(ClientError, match="Email domain not allowed"):
        sign_up(tenant, unique("eve"), "blocked.example")
