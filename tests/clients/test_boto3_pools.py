"""What updates of pools and clients do to those who sign up and in, through boto3."""

from __future__ import annotations

import pytest

from tests.support.deployments import Deployment
from tests.support.tenant import FLOWS, PASSWORD, Tenant, attributes, make_tenant, unique


def test_an_update_of_a_pool_replaces_its_rules(deployment: Deployment) -> None:
    """Who was kept out may sign up, who may recover changes; plan and tags stay as they were."""
    recovery = {"RecoveryMechanisms": [{"Name": "admin_only", "Priority": 1}]}
    tenant = make_tenant(
        deployment,
        {
            "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": True},
            "AccountRecoverySetting": recovery,
            "UserPoolTags": {"team": "people"},
            "UserPoolTier": "PLUS",
        },
    )
    name = tenant.user(email="ann@example.com", email_verified="true")
    of_ann = {"ClientId": tenant.client_id, "Username": name}
    sign_up = {"ClientId": tenant.client_id, "Username": unique("bob"), "Password": PASSWORD}
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.api.sign_up(**sign_up)
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.api.forgot_password(**of_ann)

    tenant.api.update_user_pool(UserPoolId=tenant.pool_id)

    assert tenant.api.sign_up(**sign_up)["UserConfirmed"] is False
    assert tenant.api.forgot_password(**of_ann)["CodeDeliveryDetails"]["AttributeName"] == "email"
    pool = tenant.api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    assert (pool["UserPoolTier"], pool["UserPoolTags"]) == ("PLUS", {"team": "people"})


def test_an_update_of_a_client_replaces_its_rules(tenant: Tenant) -> None:
    """Lifetimes and permissions that an update leaves out are the usual ones from then on."""
    client = tenant.with_client(
        ExplicitAuthFlows=list(FLOWS),
        AccessTokenValidity=10,
        TokenValidityUnits={"AccessToken": "minutes"},
        ReadAttributes=["email"],
        WriteAttributes=["name"],
    )
    name = client.user(email=f"{unique('cid')}@example.com", name="Cid")
    tokens = client.sign_in(name)
    nickname = {
        "AccessToken": tokens["AccessToken"],
        "UserAttributes": attributes({"nickname": "C"}),
    }
    assert tokens["ExpiresIn"] == 600
    assert _names(client, tokens["AccessToken"]) == {"sub", "email"}
    with pytest.raises(client.api.exceptions.NotAuthorizedException):
        client.api.update_user_attributes(**nickname)

    client.api.update_user_pool_client(
        UserPoolId=client.pool_id, ClientId=client.client_id, ExplicitAuthFlows=list(FLOWS)
    )

    client.api.update_user_attributes(**nickname)
    assert client.sign_in(name)["ExpiresIn"] == 3_600
    assert {"name", "nickname"} <= _names(client, tokens["AccessToken"])


def _names(client: Tenant, access_token: str) -> set[str]:
    user = client.api.get_user(AccessToken=access_token)
    return {attribute["Name"] for attribute in user["UserAttributes"]}
