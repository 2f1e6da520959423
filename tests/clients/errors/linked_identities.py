"""Identities that cannot be linked, and those that are not there to be disabled."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import Tenant, unique

BOTH = ("AdminLinkProviderForUser", "AdminDisableProviderForUser")
DETAILS = {"MetadataURL": "https://idp.example.com/metadata"}


def _provider(tenant: Tenant) -> str:
    """Make a provider; return its name."""
    name = unique("Corp")
    tenant.api.create_identity_provider(
        UserPoolId=tenant.pool_id, ProviderName=name, ProviderType="SAML", ProviderDetails=DETAILS
    )
    return name


def _who(provider: str, value: str) -> Request:
    return {
        "ProviderName": provider,
        "ProviderAttributeName": "Cognito_Subject",
        "ProviderAttributeValue": value,
    }


def _request(operation: str, tenant: Tenant, source: Request, user: str) -> Request:
    if operation == "AdminDisableProviderForUser":
        return {"UserPoolId": tenant.pool_id, "User": source}
    destination = _who("Cognito", user)
    return {"UserPoolId": tenant.pool_id, "DestinationUser": destination, "SourceUser": source}


@row(
    BOTH,
    "unknown provider",
    "ResourceNotFoundException",
    "Identity provider Nowhere does not exist.",
)
def unknown_provider(desk: Desk, operation: str) -> Request:
    """The pool has none of the name."""
    return _request(operation, desk.plain, _who("Nowhere", "7"), desk.plain.user())


@row(BOTH, "unknown user", "UserNotFoundException", "User does not exist.")
def unknown_user(desk: Desk, operation: str) -> Request:
    """Nobody has the name, or the identity."""
    source = _who(_provider(desk.plain), "7")
    return _request(operation, desk.plain, source, unique("nobody"))


@row(
    "AdminLinkProviderForUser",
    "linked to the same user",
    "InvalidParameterException",
    "SourceUser is already linked to DestinationUser",
)
def linked_already(desk: Desk, operation: str) -> Request:
    """The identity opens this user."""
    source = _who(_provider(desk.plain), "7")
    request = _request(operation, desk.plain, source, desk.plain.user())
    desk.plain.api.admin_link_provider_for_user(**request)
    return request


@row(
    "AdminLinkProviderForUser",
    "linked to another user",
    "AliasExistsException",
    "SourceUser is already linked to another user",
)
def linked_elsewhere(desk: Desk, operation: str) -> Request:
    """The identity opens another user."""
    source = _who(_provider(desk.plain), "7")
    request = _request(operation, desk.plain, source, desk.plain.user())
    desk.plain.api.admin_link_provider_for_user(**request)
    return _request(operation, desk.plain, source, desk.plain.user())


@row(
    "AdminLinkProviderForUser",
    "a user of the pool as source",
    "InvalidParameterException",
    "SourceUser must be a user of an identity provider.",
)
def own_user(desk: Desk, operation: str) -> Request:
    """Profiles of the pool are not merged."""
    source = _who("Cognito", desk.plain.user())
    return _request(operation, desk.plain, source, desk.plain.user())


@row(
    "AdminLinkProviderForUser",
    "too many links",
    "LimitExceededException",
    "A user can be linked to at most 5 identities.",
)
def too_many(desk: Desk, operation: str) -> Request:
    """The user has five."""
    provider, user = _provider(desk.plain), desk.plain.user()
    for number in range(5):
        source = _who(provider, str(number))
        request = _request(operation, desk.plain, source, user)
        desk.plain.api.admin_link_provider_for_user(**request)
    return _request(operation, desk.plain, _who(provider, "5"), user)


@row(
    "AdminDisableProviderForUser",
    "a user of the pool by an attribute",
    "InvalidParameterException",
    "ProviderAttributeName must be Cognito_Subject for Cognito.",
)
def by_attribute(desk: Desk, operation: str) -> Request:
    """Users of the pool are known by their names."""
    named = {**_who("Cognito", desk.plain.user()), "ProviderAttributeName": "email"}
    return _request(operation, desk.plain, named, "")
