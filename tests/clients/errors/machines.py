"""Clients that ask for tokens of their own, or for users, and get none."""

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


EXCHANGER = {"ExplicitAuthFlows": ["ALLOW_TOKEN_EXCHANGE_IMPERSONATION"]}


def _exchange(tenant: Tenant, subject: str, **members: object) -> Request:
    """The request of a client that may exchange, without a secret."""
    client = tenant.with_client(**EXCHANGER)
    own = {"ClientId": client.client_id, "SubjectToken": subject}
    return {**own, "SubjectTokenType": "ACCESS_TOKEN", **members}


def _token(tenant: Tenant) -> str:
    return str(tenant.sign_in(tenant.user())["AccessToken"])


@row("GetDerivedToken", "garbage", "NotAuthorizedException", "Invalid Subject Token")
def no_subject(desk: Desk, _operation: str) -> Request:
    """The subject token is none."""
    return _exchange(desk.plain, "garbage")


@row(
    "GetDerivedToken",
    "exchange not allowed",
    "InvalidParameterException",
    "TOKEN_EXCHANGE_IMPERSONATION flow not enabled for this client",
)
def exchange_not_allowed(desk: Desk, _operation: str) -> Request:
    """The client is one for users."""
    return {**_exchange(desk.plain, _token(desk.plain)), "ClientId": desk.plain.client_id}


@row(
    "GetDerivedToken",
    "resource server unknown",
    "ResourceNotFoundException",
    "Resource server bank does not exist.",
)
def no_such_server(desk: Desk, _operation: str) -> Request:
    """The token is to be for a service that the pool does not have."""
    return _exchange(desk.plain, _token(desk.plain), Resources=["bank"])


@row(
    "GetDerivedToken",
    "both audience and resource",
    "InvalidParameterException",
    "Specify either Audiences or Resources, not both.",
)
def two_audiences(desk: Desk, _operation: str) -> Request:
    """The token is to be for two."""
    return _exchange(desk.plain, _token(desk.plain), Resources=["bank"], Audiences=["bank"])


@row(
    "GetDerivedToken",
    "an actor without its type",
    "InvalidParameterException",
    "ActorToken and ActorTokenType must be given together.",
)
def half_an_actor(desk: Desk, _operation: str) -> Request:
    """Half of what names an actor is missing."""
    return _exchange(desk.plain, _token(desk.plain), ActorToken="garbage")


@row(
    "GetDerivedToken",
    "another provider's token",
    "InvalidParameterException",
    "Tokens of other identity providers cannot be exchanged.",
)
def foreign_subject(desk: Desk, _operation: str) -> Request:
    """The subject token is an assertion."""
    return _exchange(desk.plain, _token(desk.plain), SubjectTokenType="SAML2")
