"""The secrets of app clients: add a second one, list them, delete one."""

from __future__ import annotations

from typing import cast

from adapters.api.call import Call
from adapters.api.wire import model as w
from adapters.api.wire.present import filled, seconds
from domain.errors import InvalidParameterException
from domain.model.client import ClientSecret
from domain.model.identifiers import ClientId, PoolId, Secret
from domain.paging import TOKEN_REFUSED


def add_user_pool_client_secret(
    call: Call, req: w.AddUserPoolClientSecretRequest
) -> w.AddUserPoolClientSecretResponse:
    """Add a second secret to a client; its value is shown if it was generated, this once."""
    chosen = req.get("ClientSecret")
    added = call.services.client_secrets.add(
        PoolId(req["UserPoolId"]),
        ClientId(req["ClientId"]),
        None if chosen is None else Secret(chosen),
    )
    value = None if added.value is None else added.value.reveal()
    return {"ClientSecretDescriptor": _descriptor(added.kept, value)}


def delete_user_pool_client_secret(
    call: Call, req: w.DeleteUserPoolClientSecretRequest
) -> w.DeleteUserPoolClientSecretResponse:
    """Delete one of two secrets of a client."""
    call.services.client_secrets.delete(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"]), req["ClientSecretId"]
    )
    return {}


def list_user_pool_client_secrets(
    call: Call, req: w.ListUserPoolClientSecretsRequest
) -> w.ListUserPoolClientSecretsResponse:
    """List the secrets of a client without their values; they are never more than a page."""
    if "NextToken" in req:
        raise InvalidParameterException(TOKEN_REFUSED)
    secrets = call.services.client_secrets.list(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"])
    )
    return {"ClientSecrets": [_descriptor(each) for each in secrets]}


def _descriptor(secret: ClientSecret, value: str | None = None) -> w.ClientSecretDescriptorType:
    shape = {
        "ClientSecretId": secret.id,
        "ClientSecretValue": value,
        "ClientSecretCreateDate": seconds(secret.created_at_ms),
    }
    return cast("w.ClientSecretDescriptorType", filled(shape))
