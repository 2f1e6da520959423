"""Clients that ask for tokens of their own and get none."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.machines import MACHINE, machine_of
from tests.support.tenant import Tenant

SECRET = "0123456789abcdefghijklmnop"
WRONG_SECRET = "Unable to verify secret hash for client <ClientId>"


def _request(tenant: Tenant, **members: object) -> Request:
    return {"ClientId": tenant.client_id, "Secret": tenant.client_secret or SECRET, **members}


@row("GetClientToken", "wrong secret", "NotAuthorizedException", WRONG_SECRET)
def wrong_secret(desk: Desk, _operation: str) -> Request:
    """The secret is another."""
    return _request(machine_of(desk.plain), Secret=SECRET)


@row("GetClientToken", "no secret", "NotAuthorizedException", WRONG_SECRET)
def no_secret(desk: Desk, _operation: str) -> Request:
    """The client has none."""
    return _request(desk.plain)


@row(
    "GetClientToken",
    "unknown client",
    "ResourceNotFoundException",
    "User pool client <ClientId> does not exist.",
)
def unknown_client(desk: Desk, _operation: str) -> Request:
    """Nobody has the id."""
    return _request(desk.plain, ClientId="0" * 26)


@row(
    "GetClientToken",
    "another flow",
    "InvalidParameterException",
    "CLIENT_TOKEN_AUTH flow not enabled for this client",
)
def another_flow(desk: Desk, _operation: str) -> Request:
    """The client is one for users."""
    return _request(desk.confidential)


@row(
    "GetClientToken",
    "scope not allowed",
    "InvalidParameterException",
    "Invalid scope requested: openid",
)
def scope_not_allowed(desk: Desk, _operation: str) -> Request:
    """A scope that the client was not given."""
    return _request(machine_of(desk.plain), Scopes=["openid"])


@row(
    "GetClientToken",
    "no scope left",
    "InvalidParameterException",
    "No scope is available to the client.",
)
def no_scope(desk: Desk, _operation: str) -> Request:
    """The client has scopes of users alone."""
    client = {**MACHINE, "AllowedOAuthScopes": ["openid", "aws.cognito.signin.user.admin"]}
    return _request(desk.plain.with_client(**client))
