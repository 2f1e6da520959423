"""boto3, as an administrator of pools, clients and users."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from tests.support.deployments import Deployment
from tests.support.tenant import (
    NEW_PASSWORD,
    PASSWORD,
    Tenant,
    attributes,
    boto3_client,
    make_tenant,
    unique,
)

TEMPORARY = "Temp0rary!word"


def test_an_invited_user_chooses_a_password(tenant: Tenant) -> None:
    """The temporary password of the invitation leads to NEW_PASSWORD_REQUIRED, then to tokens."""
    name = unique("ida")
    address = f"{name}@example.com"
    tenant.api.admin_create_user(
        UserPoolId=tenant.pool_id,
        Username=name,
        UserAttributes=attributes({"email": address}),
        DesiredDeliveryMediums=["EMAIL"],
    )
    temporary = tenant.code(address, "AdminCreateUser")
    asked = _begin(tenant, name, temporary)
    assert asked["ChallengeName"] == "NEW_PASSWORD_REQUIRED"
    assert asked["ChallengeParameters"]["USER_ID_FOR_SRP"] == name
    assert asked["ChallengeParameters"]["requiredAttributes"] == "[]"
    answered = tenant.api.respond_to_auth_challenge(
        ClientId=tenant.client_id,
        ChallengeName="NEW_PASSWORD_REQUIRED",
        Session=asked["Session"],
        ChallengeResponses={
            "USERNAME": name,
            "NEW_PASSWORD": PASSWORD,
            "userAttributes.given_name": "Ida",
        },
    )
    access_token = answered["AuthenticationResult"]["AccessToken"]
    user = tenant.api.get_user(AccessToken=access_token)
    assert {"Name": "given_name", "Value": "Ida"} in user["UserAttributes"]
    assert tenant.sign_in(name)


def test_an_administrator_signs_an_invited_user_in(tenant: Tenant) -> None:
    """AdminInitiateAuth and AdminRespondToAuthChallenge lead through NEW_PASSWORD_REQUIRED."""
    name = tenant.invite()
    common = {"UserPoolId": tenant.pool_id, "ClientId": tenant.client_id}
    asked = tenant.api.admin_initiate_auth(
        **common,
        AuthFlow="ADMIN_USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": TEMPORARY},
    )
    answered = tenant.api.admin_respond_to_auth_challenge(
        **common,
        ChallengeName=asked["ChallengeName"],
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": name, "NEW_PASSWORD": PASSWORD},
    )
    refresh_token = answered["AuthenticationResult"]["RefreshToken"]
    for flow in ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"):
        refreshed = tenant.api.admin_initiate_auth(
            **common, AuthFlow=flow, AuthParameters={"REFRESH_TOKEN": refresh_token}
        )
        assert refreshed["AuthenticationResult"]["AccessToken"]
    signed_in = tenant.api.admin_initiate_auth(
        **common,
        AuthFlow="ADMIN_NO_SRP_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": PASSWORD},
    )
    assert signed_in["AuthenticationResult"]["IdToken"]


def test_an_administrator_gives_the_password_in_a_second_request(tenant: Tenant) -> None:
    """ADMIN_NO_SRP_AUTH as flow and then as challenge."""
    caller = {"UserPoolId": tenant.pool_id, "ClientId": tenant.client_id}
    name = tenant.user()
    asked = tenant.api.admin_initiate_auth(
        **caller, AuthFlow="ADMIN_NO_SRP_AUTH", AuthParameters={"USERNAME": name}
    )
    done = tenant.api.admin_respond_to_auth_challenge(
        **caller,
        ChallengeName=asked["ChallengeName"],
        Session=asked["Session"],
        ChallengeResponses={"USERNAME": name, "PASSWORD": PASSWORD},
    )

    assert asked["ChallengeName"] == "ADMIN_NO_SRP_AUTH"
    assert done["AuthenticationResult"]["RefreshToken"]


def test_an_invitation_is_sent_again(tenant: Tenant) -> None:
    """AdminCreateUser with RESEND sends another temporary password, and the first one is void."""
    name = unique("jon")
    address = f"{name}@example.com"
    given = {"UserPoolId": tenant.pool_id, "Username": name, "DesiredDeliveryMediums": ["EMAIL"]}
    tenant.api.admin_create_user(**given, UserAttributes=attributes({"email": address}))
    first = tenant.code(address)
    tenant.api.admin_create_user(**given, MessageAction="RESEND")
    second = tenant.code(address)
    assert first != second
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        _begin(tenant, name, first)
    assert _begin(tenant, name, second)["ChallengeName"] == "NEW_PASSWORD_REQUIRED"


def test_an_administrator_reads_and_changes_a_profile(tenant: Tenant) -> None:
    """AdminGetUser shows what AdminCreateUser and AdminUpdateUserAttributes wrote."""
    name = tenant.user(email=f"{unique('kim')}@example.com")
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    tenant.api.admin_update_user_attributes(
        **user, UserAttributes=attributes({"given_name": "Kim", "family_name": ""})
    )
    shown = tenant.api.admin_get_user(**user)
    assert shown["Username"] == name
    assert shown["UserStatus"] == "CONFIRMED"
    assert shown["Enabled"] is True
    assert isinstance(shown["UserCreateDate"], datetime)
    assert shown["UserCreateDate"] <= shown["UserLastModifiedDate"]
    assert {"Name": "given_name", "Value": "Kim"} in shown["UserAttributes"]
    assert "family_name" not in {each["Name"] for each in shown["UserAttributes"]}


def test_a_disabled_user_is_out_until_enabled(tenant: Tenant) -> None:
    """AdminDisableUser ends every sign-in and allows none; AdminEnableUser allows new ones."""
    name = tenant.user()
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    tokens = tenant.sign_in(name)
    tenant.api.admin_disable_user(**user)
    refused = tenant.api.exceptions.NotAuthorizedException
    with pytest.raises(refused):
        tenant.sign_in(name)
    with pytest.raises(refused, match="User is disabled"):
        tenant.refresh(tokens["RefreshToken"])
    with pytest.raises(refused, match="Access Token has been revoked"):
        tenant.api.get_user(AccessToken=tokens["AccessToken"])
    tenant.api.admin_enable_user(**user)
    with pytest.raises(refused, match="Refresh Token has been revoked"):
        tenant.refresh(tokens["RefreshToken"])
    assert tenant.sign_in(name)


def test_a_password_is_reset(tenant: Tenant) -> None:
    """After AdminResetUserPassword only the code that was sent sets a password."""
    address = f"{unique('lea')}@example.com"
    name = tenant.user(email=address, email_verified="true")
    tenant.api.admin_reset_user_password(UserPoolId=tenant.pool_id, Username=name)
    with pytest.raises(tenant.api.exceptions.PasswordResetRequiredException):
        tenant.sign_in(name)
    tenant.api.confirm_forgot_password(
        ClientId=tenant.client_id,
        Username=name,
        ConfirmationCode=tenant.code(address),
        Password=NEW_PASSWORD,
    )
    assert tenant.sign_in(name, NEW_PASSWORD)


def test_an_administrator_confirms_signs_out_and_deletes(tenant: Tenant) -> None:
    """AdminConfirmSignUp, AdminUserGlobalSignOut and AdminDeleteUser do what they are called."""
    name = unique("max")
    user = {"UserPoolId": tenant.pool_id, "Username": name}
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": f"{name}@example.com"}),
    )
    tenant.api.admin_confirm_sign_up(**user)
    tokens = tenant.sign_in(name)
    tenant.api.admin_user_global_sign_out(**user)
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.refresh(tokens["RefreshToken"])
    tenant.api.admin_delete_user(**user)
    with pytest.raises(tenant.api.exceptions.UserNotFoundException):
        tenant.api.admin_get_user(**user)


def test_pools_are_made_changed_listed_and_deleted(deployment: Deployment) -> None:
    """The pool operations of boto3 agree with one another."""
    api = boto3_client(deployment.url)
    name = unique("pool")
    made = [
        api.create_user_pool(PoolName=name, UserPoolTags={"team": "blue"})["UserPool"]
        for _ in range(2)
    ]
    described = api.describe_user_pool(UserPoolId=made[0]["Id"])["UserPool"]
    assert described["Name"] == name
    assert described["UserPoolTags"] == {"team": "blue"}
    assert described["Arn"].endswith(f":userpool/{described['Id']}")
    api.update_user_pool(
        UserPoolId=made[0]["Id"],
        Policies={"PasswordPolicy": {"MinimumLength": 12}},
        DeletionProtection="ACTIVE",
    )
    api.add_custom_attributes(
        UserPoolId=made[0]["Id"],
        CustomAttributes=[{"Name": "note", "AttributeDataType": "String", "Mutable": True}],
    )
    described = api.describe_user_pool(UserPoolId=made[0]["Id"])["UserPool"]
    assert described["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert "custom:note" in {each["Name"] for each in described["SchemaAttributes"]}
    with pytest.raises(api.exceptions.InvalidParameterException, match="deletion protection"):
        api.delete_user_pool(UserPoolId=made[0]["Id"])
    api.update_user_pool(UserPoolId=made[0]["Id"], DeletionProtection="INACTIVE")
    pages = api.get_paginator("list_user_pools").paginate(PaginationConfig={"PageSize": 1})
    listed = [each["Id"] for page in pages for each in page["UserPools"]]
    assert {each["Id"] for each in made} <= set(listed)
    assert len(listed) == len(set(listed))
    for each in made:
        api.delete_user_pool(UserPoolId=each["Id"])
        with pytest.raises(api.exceptions.ResourceNotFoundException):
            api.describe_user_pool(UserPoolId=each["Id"])


def test_clients_are_made_changed_listed_and_deleted(deployment: Deployment) -> None:
    """The client operations of boto3 agree with one another, and a deleted client is of no use."""
    tenant = make_tenant(deployment, client={"ClientName": "first", "GenerateSecret": True})
    client = {"UserPoolId": tenant.pool_id, "ClientId": tenant.client_id}
    described = tenant.api.describe_user_pool_client(**client)["UserPoolClient"]
    assert described["ClientSecret"] == tenant.client_secret
    assert described["RefreshTokenValidity"] == 30
    tenant.api.update_user_pool_client(
        **client, ClientName="renamed", ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]
    )
    others = [
        tenant.api.create_user_pool_client(
            UserPoolId=tenant.pool_id, ClientName=f"client-{number}"
        )["UserPoolClient"]["ClientId"]
        for number in range(3)
    ]
    pages = tenant.api.get_paginator("list_user_pool_clients").paginate(
        UserPoolId=tenant.pool_id, PaginationConfig={"PageSize": 2}
    )
    listed = {
        each["ClientId"]: each["ClientName"] for page in pages for each in page["UserPoolClients"]
    }
    assert listed.keys() == {tenant.client_id, *others}
    assert listed[tenant.client_id] == "renamed"
    tenant.api.delete_user_pool_client(**client)
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.api.describe_user_pool_client(**client)
    with pytest.raises(tenant.api.exceptions.ResourceNotFoundException):
        tenant.sign_in("nobody")


def _begin(tenant: Tenant, name: str, password: str) -> dict[str, Any]:
    answer: dict[str, Any] = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={"USERNAME": name, "PASSWORD": password},
    )
    return answer
