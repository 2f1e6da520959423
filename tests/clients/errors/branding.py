"""Branding styles that are there already, or are not."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row

NOBODY = "00000000-0000-4000-8000-000000000000"


@row(
    "CreateManagedLoginBranding",
    "exists",
    "ManagedLoginBrandingExistsException",
    "A branding style already exists for client <ClientId>.",
)
def exists(desk: Desk, _operation: str) -> Request:
    """The client has one."""
    client = desk.plain.with_client()
    request = {"UserPoolId": client.pool_id, "ClientId": client.client_id}
    client.api.create_managed_login_branding(**request)
    return request


@row(
    ("CreateManagedLoginBranding", "UpdateManagedLoginBranding"),
    "defaults and more",
    "InvalidParameterException",
    "Settings and Assets cannot be specified when UseCognitoProvidedValues is true.",
)
def defaults_and_more(desk: Desk, operation: str) -> Request:
    """The program's own style is asked for, and another."""
    look = {
        "UserPoolId": desk.plain.pool_id,
        "UseCognitoProvidedValues": True,
        "Settings": {"a": 1},
    }
    if operation == "UpdateManagedLoginBranding":
        return {**look, "ManagedLoginBrandingId": NOBODY}
    return {**look, "ClientId": desk.plain.client_id}


@row(
    (
        "DescribeManagedLoginBranding",
        "UpdateManagedLoginBranding",
        "DeleteManagedLoginBranding",
    ),
    "unknown style",
    "ResourceNotFoundException",
    f"Branding style {NOBODY} does not exist.",
)
def unknown(desk: Desk, _operation: str) -> Request:
    """The pool has no style of the id."""
    return {"UserPoolId": desk.plain.pool_id, "ManagedLoginBrandingId": NOBODY}


@row(
    "DescribeManagedLoginBrandingByClient",
    "no style",
    "ResourceNotFoundException",
    "Client <ClientId> has no branding style.",
)
def none_of_client(desk: Desk, _operation: str) -> Request:
    """The client has none."""
    client = desk.plain.with_client()
    return {"UserPoolId": client.pool_id, "ClientId": client.client_id}
