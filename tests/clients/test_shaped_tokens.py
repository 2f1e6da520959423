"""Claims, groups and scopes that a function gives, in tokens that pycognito verifies."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import pytest

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY, Deployment
from tests.support.functions_called import WAYS, arn_of
from tests.support.tenant import PASSWORD, Tenant, make_tenant, unique

if TYPE_CHECKING:
    from pycognito import Cognito

# The package is from 2024 and still escapes a regular expression in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")

PLACES: Final = (
    *(("sqlite", way, version) for way in WAYS for version in ("V1_0", "V2_0", "V3_0")),
    *(("postgresql", "webhook", version) for version in ("V1_0", "V2_0", "V3_0")),
)


@pytest.fixture(scope="module", params=PLACES, ids="-".join)
def asked(request: pytest.FixtureRequest, calling: Callable[[str], Deployment]) -> tuple[str, Any]:
    """The version of the event, and a pool whose PreTokenGeneration asks for it."""
    store, way, version = request.param
    config = {"LambdaVersion": version, "LambdaArn": arn_of(way)}
    tenant = make_tenant(calling(store), {"LambdaConfig": {"PreTokenGenerationConfig": config}})
    tenant.api.create_group(UserPoolId=tenant.pool_id, GroupName="writers")
    return version, tenant


def sign_in(tenant: Tenant) -> Cognito:
    """Let a new writer sign in by SRP; return his verified tokens."""
    from pycognito import Cognito

    name = tenant.user(unique("ann"), email=f"{unique('ann')}@example.com")
    tenant.api.admin_add_user_to_group(
        UserPoolId=tenant.pool_id, Username=name, GroupName="writers"
    )
    user = Cognito(
        tenant.pool_id,
        tenant.client_id,
        username=name,
        user_pool_region=REGION,
        access_key=ACCESS_KEY_ID,
        secret_key=SECRET_ACCESS_KEY,
        boto3_client_kwargs={"endpoint_url": tenant.url},
    )
    user.authenticate(password=PASSWORD)
    user.verify_tokens()
    return user


def test_tokens_say_what_the_function_wants(asked: tuple[str, Tenant]) -> None:
    """At sign-in and at every refresh; V1_0 leaves the access token its claims and scopes."""
    version, tenant = asked
    user = sign_in(tenant)
    _check(user, version)
    before = user.access_token

    user.renew_access_token()
    user.verify_tokens()

    assert user.access_token != before
    _check(user, version)


def _check(user: Cognito, version: str) -> None:
    identity, access = user.id_claims, user.access_claims
    assert identity["tenant"] == "acme"
    assert "email" not in identity
    assert identity["cognito:groups"] == access["cognito:groups"] == ["writers", "readers"]
    # A claim that the service keeps for itself stays what it is.
    assert identity["sub"] == access["sub"] == user.get_user().sub
    scopes = access["scope"].split()
    assert "aws.cognito.signin.user.admin" in scopes
    assert ("orders/read" in scopes) is (version != "V1_0")
    assert access.get("limits") == (None if version == "V1_0" else {"seats": 5})
