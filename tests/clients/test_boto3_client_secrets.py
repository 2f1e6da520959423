"""boto3, as an administrator who exchanges the secret of a client that is in use."""

from __future__ import annotations

import base64
import hmac
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.support.tenant import PASSWORD, Tenant


def sign_in(tenant: Tenant, name: str, secret: str) -> dict[str, Any]:
    """Sign in with a SECRET_HASH; return the tokens."""
    digest = hmac.digest(secret.encode(), f"{name}{tenant.client_id}".encode(), "sha256")
    answer = tenant.api.initiate_auth(
        ClientId=tenant.client_id,
        AuthFlow="USER_PASSWORD_AUTH",
        AuthParameters={
            "USERNAME": name,
            "PASSWORD": PASSWORD,
            "SECRET_HASH": base64.b64encode(digest).decode(),
        },
    )
    tokens: dict[str, Any] = answer["AuthenticationResult"]
    return tokens


def test_a_secret_is_exchanged_without_an_outage(tenant: Tenant) -> None:
    """Both count while there are two, in a hash and in clear; the deleted one does not."""
    client = tenant.with_client(GenerateSecret=True)
    named = {"UserPoolId": client.pool_id, "ClientId": client.client_id}
    name, old = client.user(), client.client_secret or ""
    (first,) = client.api.list_user_pool_client_secrets(**named)["ClientSecrets"]

    new = client.api.add_user_pool_client_secret(**named)["ClientSecretDescriptor"]

    for secret in (old, new["ClientSecretValue"]):
        tokens = sign_in(client, name, secret)
        refreshed = client.api.get_tokens_from_refresh_token(
            ClientId=client.client_id, RefreshToken=tokens["RefreshToken"], ClientSecret=secret
        )
        assert refreshed["AuthenticationResult"]["AccessToken"]

    client.api.delete_user_pool_client_secret(**named, ClientSecretId=first["ClientSecretId"])

    with pytest.raises(ClientError, match="Unable to verify secret hash for client"):
        sign_in(client, name, old)
    with pytest.raises(ClientError) as revoking:
        client.api.revoke_token(ClientId=client.client_id, Token="never-issued", ClientSecret=old)
    assert revoking.value.response["Error"]["Code"] == "UnauthorizedException"
    assert sign_in(client, name, new["ClientSecretValue"])


def test_a_third_secret_is_refused(tenant: Tenant) -> None:
    """boto3 raises the class of its model."""
    client = tenant.with_client(GenerateSecret=True)
    named = {"UserPoolId": client.pool_id, "ClientId": client.client_id}
    client.api.add_user_pool_client_secret(**named, ClientSecret="0123456789abcdefghijklmnop")

    with pytest.raises(client.api.exceptions.LimitExceededException):
        client.api.add_user_pool_client_secret(**named)
