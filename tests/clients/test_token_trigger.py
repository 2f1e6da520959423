"""PreTokenGeneration of running servers: what functions change is in the tokens that clients get.

By pycognito, which verifies what it gets, and boto3, for each form of the event.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.support.served_functions import ARN, Functions
from tests.support.tenant import PASSWORD, Tenant, unique
from tests.support.world import claims_of

if TYPE_CHECKING:
    from pycognito import Cognito

# The package is from 2024 and still escapes a regular expression in an old way.
pytestmark = pytest.mark.filterwarnings("ignore:invalid escape sequence")

SCOPE = "aws.cognito.signin.user.admin"
ROLE = "arn:aws:iam::000000000000:role/admin"
GROUPS = {"groupsToOverride": ["chosen"], "iamRolesToOverride": [ROLE], "preferredRole": ROLE}
NEVER = {"sub": "bob", "iss": "https://elsewhere", "cognito:username": "bob", "dev:x": "y"}


def changes(form: str) -> dict[str, Any]:
    """What a function answers in a form: claims, groups and, where the form has them, scopes."""
    if form == "V1_0":
        claims = {"claimsToAddOrOverride": {"tier": "gold", **NEVER}, "claimsToSuppress": ["email"]}
        return {"claimsOverrideDetails": {**claims, "groupOverrideDetails": GROUPS}}
    claims = {
        "claimsToAddOrOverride": {"tier": {"name": "gold", "level": 3}, **NEVER},
        "claimsToSuppress": ["email", "exp"],
    }
    details = {
        "idTokenGeneration": claims,
        "accessTokenGeneration": {**claims, "scopesToAdd": ["shop/read"]},
        "groupOverrideDetails": GROUPS,
    }
    return {"claimsAndScopeOverrideDetails": details}


def pool_of(functions: Functions, form: str) -> Tenant:
    """A pool with the function in a form."""
    versioned = {"LambdaVersion": form, "LambdaArn": f"{ARN}tokens"}
    return functions.pool(PreTokenGenerationConfig=versioned)


def user_of(tenant: Tenant, name: str) -> Cognito:
    """The user, as pycognito knows him."""
    from pycognito import Cognito

    return Cognito(
        tenant.pool_id,
        tenant.client_id,
        user_pool_region=REGION,
        username=name,
        access_key=ACCESS_KEY_ID,
        secret_key=SECRET_ACCESS_KEY,
        boto3_client_kwargs={"endpoint_url": tenant.url},
    )


@pytest.mark.parametrize("form", ["V1_0", "V2_0", "V3_0"])
def test_functions_change_what_clients_get(functions: Functions, form: str) -> None:
    """At the sign-in and at every refresh, and never who the tokens are about."""
    tenant = pool_of(functions, form)
    name = tenant.user(unique("ann"), email="ann@example.com", email_verified="true")
    tenant.api.create_group(UserPoolId=tenant.pool_id, GroupName="staff")
    tenant.api.admin_add_user_to_group(UserPoolId=tenant.pool_id, Username=name, GroupName="staff")
    for source in ("TokenGeneration_Authentication", "TokenGeneration_RefreshTokens"):
        functions.receiver.answer(source, changes(form))

    user = user_of(tenant, name)
    user.authenticate(password=PASSWORD)
    user.verify_tokens()
    issued = [(user.id_token, user.access_token)]
    user.renew_access_token()
    issued.append((user.id_token, user.access_token))
    again = tenant.get_tokens(user.refresh_token)
    issued.append((again["IdToken"], again["AccessToken"]))

    for id_token, access_token in issued:
        identity, access = claims_of(id_token), claims_of(access_token)
        tier = "gold" if form == "V1_0" else {"name": "gold", "level": 3}
        assert identity["tier"] == tier
        assert access.get("tier") == (None if form == "V1_0" else tier)
        assert identity["cognito:groups"] == access["cognito:groups"] == ["chosen"]
        assert identity["cognito:preferred_role"] == ROLE
        assert access["scope"] == (SCOPE if form == "V1_0" else f"{SCOPE} shop/read")
        assert identity["sub"] == access["sub"] != "bob"
        assert identity["iss"] == access["iss"] == tenant.issuer
        assert identity["cognito:username"] == access["username"] == name
        assert {"exp"} <= identity.keys() & access.keys()
        assert not {"email", "dev:x"} & (identity.keys() | access.keys())
        assert tenant.api.get_user(AccessToken=access_token)["Username"] == name
    assert functions.receiver.refused == []
    told = [delivery.event for delivery in functions.receiver.deliveries]
    assert [event["version"] for event in told] == [form[1]] * 3
    assert told[0]["request"]["groupConfiguration"]["groupsToOverride"] == ["staff"]


def test_a_token_without_the_scope_opens_nothing(functions: Functions) -> None:
    """A function may take away what self-service needs."""
    tenant = pool_of(functions, "V2_0")
    name = tenant.user(unique("ann"))
    access = {"scopesToAdd": ["shop/read"], "scopesToSuppress": [SCOPE]}
    functions.receiver.answer(
        "TokenGeneration_Authentication",
        claimsAndScopeOverrideDetails={"accessTokenGeneration": access},
    )
    token = tenant.sign_in(name)["AccessToken"]
    assert claims_of(token)["scope"] == "shop/read"
    with pytest.raises(ClientError, match="Access Token does not have required scopes"):
        tenant.api.get_user(AccessToken=token)
