"""Identity providers that are there already, or are not."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import unique

DETAILS = {"MetadataURL": "https://idp.example.com/metadata"}


def _request(desk: Desk, name: str, **members: object) -> Request:
    own = {"ProviderName": name, "ProviderType": "SAML", "ProviderDetails": DETAILS}
    return {"UserPoolId": desk.plain.pool_id, **own, **members}


@row(
    "CreateIdentityProvider",
    "exists",
    "DuplicateProviderException",
    "Provider <ProviderName> already exists.",
)
def exists(desk: Desk, _operation: str) -> Request:
    """The name is taken."""
    request = _request(desk, unique("Corp"))
    desk.plain.api.create_identity_provider(**request)
    return request


@row(
    "CreateIdentityProvider",
    "reserved name",
    "InvalidParameterException",
    "COGNITO is a reserved provider name.",
)
def reserved(desk: Desk, _operation: str) -> Request:
    """The name stands for the pool itself."""
    return _request(desk, "COGNITO")


@row(
    "CreateIdentityProvider",
    "detail missing",
    "InvalidParameterException",
    "ProviderDetails must contain attributes_request_method for OIDC.",
)
def detail_missing(desk: Desk, _operation: str) -> Request:
    """The provider could not be asked."""
    return _request(desk, unique("Corp"), ProviderType="OIDC")


@row(
    ("DescribeIdentityProvider", "UpdateIdentityProvider", "DeleteIdentityProvider"),
    "unknown provider",
    "ResourceNotFoundException",
    "Identity provider Nowhere does not exist.",
)
def unknown(desk: Desk, _operation: str) -> Request:
    """The pool has none of the name."""
    return {"UserPoolId": desk.plain.pool_id, "ProviderName": "Nowhere"}


@row(
    "GetIdentityProviderByIdentifier",
    "unknown identifier",
    "ResourceNotFoundException",
    "Identity provider identifier nowhere does not exist.",
)
def unknown_identifier(desk: Desk, _operation: str) -> Request:
    """The pool has none of the identifier."""
    return {"UserPoolId": desk.plain.pool_id, "IdpIdentifier": "nowhere"}
