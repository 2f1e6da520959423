"""boto3, as a visitor who signs up, signs in, changes and loses his password, and leaves."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import boto3
import pytest
from botocore.config import Config

from tests.support.deployments import ACCESS_KEY_ID, REGION, SECRET_ACCESS_KEY
from tests.support.tenant import NEW_PASSWORD, PASSWORD, Tenant, attributes, unique


def test_a_visitor_signs_up_confirms_signs_in_and_reads_the_profile(tenant: Tenant) -> None:
    """SignUp, the code from the outbox, ConfirmSignUp, InitiateAuth and GetUser work in turn."""
    name = unique("ann")
    address = f"{name}@example.com"
    signed_up = tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": address}),
    )
    assert signed_up["UserConfirmed"] is False
    assert signed_up["CodeDeliveryDetails"] == {
        "Destination": "a***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    tenant.api.confirm_sign_up(
        ClientId=tenant.client_id,
        Username=name,
        ConfirmationCode=tenant.code(address, "SignUp"),
    )
    tokens = tenant.sign_in(name)
    assert tokens["TokenType"] == "Bearer"
    assert tokens["ExpiresIn"] == 3600
    user = tenant.api.get_user(AccessToken=tokens["AccessToken"])
    assert user["Username"] == name
    assert {each["Name"]: each["Value"] for each in user["UserAttributes"]} == {
        "sub": signed_up["UserSub"],
        "email": address,
        "email_verified": "true",
    }


def test_a_second_code_replaces_the_first(tenant: Tenant) -> None:
    """ResendConfirmationCode sends a code that confirms, and the first one no longer does."""
    name = unique("bob")
    address = f"{name}@example.com"
    tenant.api.sign_up(
        ClientId=tenant.client_id,
        Username=name,
        Password=PASSWORD,
        UserAttributes=attributes({"email": address}),
    )
    first = tenant.code(address)
    answer = tenant.api.resend_confirmation_code(ClientId=tenant.client_id, Username=name)
    second = tenant.code(address)
    assert answer["CodeDeliveryDetails"]["Destination"] == "b***@e***"
    confirm = {"ClientId": tenant.client_id, "Username": name}
    if first != second:  # one time in a million the two are equal
        with pytest.raises(tenant.api.exceptions.CodeMismatchException):
            tenant.api.confirm_sign_up(**confirm, ConfirmationCode=first)
    tenant.api.confirm_sign_up(**confirm, ConfirmationCode=second)


def test_tokens_are_refreshed(tenant: Tenant) -> None:
    """REFRESH_TOKEN_AUTH and REFRESH_TOKEN give new access and ID tokens, no refresh token."""
    name = tenant.user()
    tokens = tenant.sign_in(name)
    for flow in ("REFRESH_TOKEN_AUTH", "REFRESH_TOKEN"):
        refreshed = tenant.api.initiate_auth(
            ClientId=tenant.client_id,
            AuthFlow=flow,
            AuthParameters={"REFRESH_TOKEN": tokens["RefreshToken"]},
        )["AuthenticationResult"]
        assert refreshed.keys() == {"AccessToken", "IdToken", "ExpiresIn", "TokenType"}
        user = tenant.api.get_user(AccessToken=refreshed["AccessToken"])
        assert user["Username"] == name


def test_a_password_is_changed(tenant: Tenant) -> None:
    """ChangePassword puts the new password in the place of the old one."""
    name = tenant.user()
    tenant.api.change_password(
        AccessToken=tenant.sign_in(name)["AccessToken"],
        PreviousPassword=PASSWORD,
        ProposedPassword=NEW_PASSWORD,
    )
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.sign_in(name)
    assert tenant.sign_in(name, NEW_PASSWORD)


def test_a_forgotten_password_is_replaced(tenant: Tenant) -> None:
    """The code of ForgotPassword sets a new password once, and ends the earlier sign-ins."""
    address = f"{unique('eve')}@example.com"
    name = tenant.user(email=address, email_verified="true")
    before = tenant.sign_in(name)
    sent = tenant.api.forgot_password(ClientId=tenant.client_id, Username=name)
    assert sent["CodeDeliveryDetails"] == {
        "Destination": "e***@e***",
        "DeliveryMedium": "EMAIL",
        "AttributeName": "email",
    }
    answer = {
        "ClientId": tenant.client_id,
        "Username": name,
        "ConfirmationCode": tenant.code(address, "ForgotPassword"),
        "Password": NEW_PASSWORD,
    }
    tenant.api.confirm_forgot_password(**answer)
    assert tenant.sign_in(name, NEW_PASSWORD)
    with pytest.raises(tenant.api.exceptions.ExpiredCodeException):
        tenant.api.confirm_forgot_password(**answer)
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.refresh(before["RefreshToken"])


def test_global_sign_out_ends_every_sign_in(tenant: Tenant) -> None:
    """After GlobalSignOut neither access nor refresh token of any sign-in is of use."""
    name = tenant.user()
    signed_in = [tenant.sign_in(name), tenant.sign_in(name)]
    tenant.api.global_sign_out(AccessToken=signed_in[0]["AccessToken"])
    for tokens in signed_in:
        with pytest.raises(tenant.api.exceptions.NotAuthorizedException) as refused:
            tenant.api.get_user(AccessToken=tokens["AccessToken"])
        assert _message(refused) == "Access Token has been revoked"
        with pytest.raises(tenant.api.exceptions.NotAuthorizedException) as refused:
            tenant.refresh(tokens["RefreshToken"])
        assert _message(refused) == "Refresh Token has been revoked"


def test_a_revoked_token_ends_its_sign_in_only(tenant: Tenant) -> None:
    """RevokeToken ends the sign-in of the refresh token and no other."""
    name = tenant.user()
    ended, other = tenant.sign_in(name), tenant.sign_in(name)
    tenant.api.revoke_token(ClientId=tenant.client_id, Token=ended["RefreshToken"])
    tenant.api.revoke_token(ClientId=tenant.client_id, Token=ended["RefreshToken"])
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.refresh(ended["RefreshToken"])
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        tenant.api.get_user(AccessToken=ended["AccessToken"])
    assert tenant.refresh(other["RefreshToken"])
    assert tenant.api.get_user(AccessToken=other["AccessToken"])


def test_a_user_deletes_himself(tenant: Tenant) -> None:
    """After DeleteUser the user cannot sign in and an administrator cannot find him."""
    name = tenant.user()
    tenant.api.delete_user(AccessToken=tenant.sign_in(name)["AccessToken"])
    with pytest.raises(tenant.api.exceptions.UserNotFoundException):
        tenant.api.admin_get_user(UserPoolId=tenant.pool_id, Username=name)


def test_an_address_is_the_user_name(email_tenant: Tenant) -> None:
    """Where addresses are user names, the address in any case signs in and the name is the sub."""
    address = f"{unique('Fay')}@Example.com"
    signed_up = email_tenant.api.sign_up(
        ClientId=email_tenant.client_id, Username=address, Password=PASSWORD
    )
    email_tenant.api.confirm_sign_up(
        ClientId=email_tenant.client_id,
        Username=address.upper(),
        ConfirmationCode=email_tenant.code(address),
    )
    tokens = email_tenant.sign_in(address.lower())
    user = email_tenant.api.get_user(AccessToken=tokens["AccessToken"])
    assert user["Username"] == signed_up["UserSub"]


def test_a_client_with_a_secret_proves_itself(secret_tenant: Tenant) -> None:
    """With SECRET_HASH a client that has a secret signs up, signs in and refreshes."""
    tenant = secret_tenant
    name = unique("gus")
    address = f"{name}@example.com"
    proof = _secret_hash(tenant, name)
    common = {"ClientId": tenant.client_id, "SecretHash": proof, "Username": name}
    tenant.api.sign_up(**common, Password=PASSWORD, UserAttributes=attributes({"email": address}))
    tenant.api.confirm_sign_up(**common, ConfirmationCode=tenant.code(address))
    tokens = _begin(
        tenant, "USER_PASSWORD_AUTH", USERNAME=name, PASSWORD=PASSWORD, SECRET_HASH=proof
    )
    refresh = {"REFRESH_TOKEN": tokens["RefreshToken"]}
    assert _begin(tenant, "REFRESH_TOKEN_AUTH", **refresh, SECRET_HASH=proof)
    with pytest.raises(tenant.api.exceptions.NotAuthorizedException):
        _begin(tenant, "REFRESH_TOKEN_AUTH", **refresh, SECRET_HASH=_secret_hash(tenant, "hal"))


def test_the_environment_names_the_endpoint(
    tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    """AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER alone points boto3 to the server."""
    monkeypatch.setenv("AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER", tenant.url)
    monkeypatch.setenv("AWS_REGION", REGION)
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", ACCESS_KEY_ID)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", SECRET_ACCESS_KEY)
    api = boto3.session.Session().client("cognito-idp", config=Config(proxies={}))
    described = api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    assert described["Id"] == tenant.pool_id


def _begin(tenant: Tenant, flow: str, **answers: str) -> dict[str, Any]:
    answer = tenant.api.initiate_auth(
        ClientId=tenant.client_id, AuthFlow=flow, AuthParameters=answers
    )
    tokens: dict[str, Any] = answer["AuthenticationResult"]
    return tokens


def _secret_hash(tenant: Tenant, name: str) -> str:
    assert tenant.client_secret is not None
    text = (name + tenant.client_id).encode()
    return base64.b64encode(hmac.digest(tenant.client_secret.encode(), text, "sha256")).decode()


def _message(refused: pytest.ExceptionInfo[Any]) -> str:
    return str(refused.value.response["Error"]["Message"])
