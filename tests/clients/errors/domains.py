"""Domains that are somebody's, or nobody's, or cannot be."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import Tenant, unique

CERTIFICATE = {"CertificateArn": "arn:aws:acm:us-east-1:123456789012:certificate/sample"}


def _with_domain(desk: Desk) -> tuple[Tenant, str]:
    """Return a pool of its own and its domain."""
    tenant = desk.pool(UserPoolTags={"has": "a domain"})
    pool = tenant.api.describe_user_pool(UserPoolId=tenant.pool_id)["UserPool"]
    if "Domain" not in pool:
        pool["Domain"] = unique("shop")
        tenant.api.create_user_pool_domain(UserPoolId=tenant.pool_id, Domain=pool["Domain"])
    return tenant, pool["Domain"]


@row(
    "DeleteUserPool",
    "domain attached",
    "InvalidParameterException",
    "User pool cannot be deleted. It has a domain configured that should be deleted first.",
)
def attached(desk: Desk, _operation: str) -> Request:
    """The pool has a domain."""
    return {"UserPoolId": _with_domain(desk)[0].pool_id}


@row(
    "CreateUserPoolDomain",
    "taken name",
    "InvalidParameterException",
    "Domain already associated with another user pool.",
)
def taken(desk: Desk, _operation: str) -> Request:
    """Another pool has the name."""
    return {"UserPoolId": desk.plain.pool_id, "Domain": _with_domain(desk)[1]}


@row(
    "CreateUserPoolDomain",
    "second domain",
    "InvalidParameterException",
    "User pool already has a domain configured.",
)
def second(desk: Desk, _operation: str) -> Request:
    """The pool has a prefix domain."""
    return {"UserPoolId": _with_domain(desk)[0].pool_id, "Domain": unique("shop")}


@row(
    "CreateUserPoolDomain",
    "reserved word",
    "InvalidParameterException",
    "Domain cannot contain reserved word: cognito",
)
def reserved(desk: Desk, _operation: str) -> Request:
    """The name has the word in it."""
    return {"UserPoolId": desk.plain.pool_id, "Domain": "my-cognito-shop"}


@row(
    "CreateUserPoolDomain",
    "dots without a certificate",
    "InvalidParameterException",
    "The domain name contains an invalid character. Domain names can only contain lower-case"
    " letters, numbers, and hyphens. Please enter a different name that follows this format:"
    r" ^[a-z0-9](?:[a-z0-9\-]{0,61}[a-z0-9])?$",
)
def dotted(desk: Desk, _operation: str) -> Request:
    """A prefix is one label."""
    return {"UserPoolId": desk.plain.pool_id, "Domain": "login.example.com"}


@row(
    ("UpdateUserPoolDomain", "DeleteUserPoolDomain"),
    "unknown domain",
    "InvalidParameterException",
    "No such domain or user pool exists.",
)
def unknown(desk: Desk, _operation: str) -> Request:
    """The pool has no domain of the name, though another has."""
    return {"UserPoolId": desk.plain.pool_id, "Domain": _with_domain(desk)[1]}


@row(
    "UpdateUserPoolDomain",
    "certificate for a prefix",
    "InvalidParameterException",
    "User pool should have a custom domain associated, failed to update the certificate.",
)
def certificate(desk: Desk, _operation: str) -> Request:
    """The domain is no custom one."""
    tenant, domain = _with_domain(desk)
    return {"UserPoolId": tenant.pool_id, "Domain": domain, "CustomDomainConfig": CERTIFICATE}
