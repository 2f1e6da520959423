"""Terms documents that are there already, or are not."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import Tenant

NOBODY = "00000000-0000-4000-8000-000000000000"


def _request(tenant: Tenant, **members: object) -> Request:
    return {
        "UserPoolId": tenant.pool_id,
        "ClientId": tenant.client_id,
        "TermsName": "terms-of-use",
        "TermsSource": "LINK",
        "Enforcement": "NONE",
        "Links": {"cognito:default": "https://example.com/terms"},
        **members,
    }


@row(
    "CreateTerms",
    "exists",
    "TermsExistsException",
    "Terms terms-of-use already exist for client <ClientId>.",
)
def exists(desk: Desk, _operation: str) -> Request:
    """The client has a document of the name."""
    tenant = desk.plain.with_client()
    tenant.api.create_terms(**_request(tenant))
    return _request(tenant)


@row(
    "CreateTerms",
    "link to nowhere",
    "InvalidParameterException",
    "javascript:alert(1) is not a valid URL.",
)
def bad_link(desk: Desk, _operation: str) -> Request:
    """A browser would run the link."""
    return _request(desk.plain, Links={"cognito:default": "javascript:alert(1)"})


@row(
    ("DescribeTerms", "UpdateTerms", "DeleteTerms"),
    "unknown terms",
    "ResourceNotFoundException",
    f"Terms {NOBODY} do not exist.",
)
def unknown(desk: Desk, _operation: str) -> Request:
    """The pool has no document of the id."""
    return {"UserPoolId": desk.plain.pool_id, "TermsId": NOBODY}


@row(
    "DescribeTermsByClient",
    "no terms of the name",
    "ResourceNotFoundException",
    "Terms privacy-policy do not exist.",
)
def none_of_name(desk: Desk, _operation: str) -> Request:
    """The client has no document of the name."""
    return {
        "UserPoolId": desk.plain.pool_id,
        "ClientId": desk.plain.client_id,
        "TermsName": "privacy-policy",
    }
