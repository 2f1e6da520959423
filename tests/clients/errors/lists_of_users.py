"""Lists of users that cannot be given as they are asked for."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import unique


@row("ListUsers", "bad filter", "InvalidParameterException", "Error while parsing filter")
def bad_filter(desk: Desk, _operation: str) -> Request:
    """The value has no quotes."""
    return {"UserPoolId": desk.plain.pool_id, "Filter": "email = ann@example.com"}


@row(
    "ListUsers",
    "attribute not searchable",
    "InvalidParameterException",
    "Invalid search attribute: custom:role",
)
def not_searched(desk: Desk, _operation: str) -> Request:
    """Custom attributes are not searched, whether the pool has them or not."""
    return {"UserPoolId": desk.plain.pool_id, "Filter": 'custom:role = "admin"'}


@row(
    "ListUsers",
    "AttributesToGet not in schema",
    "InvalidParameterException",
    "One or more requested attributes do not exist.",
)
def unknown_attribute(desk: Desk, _operation: str) -> Request:
    """The pool has no attribute of the name."""
    return {"UserPoolId": desk.plain.pool_id, "AttributesToGet": ["email", "custom:unknown"]}


@row(
    "ListUsers",
    "token of another filter",
    "InvalidParameterException",
    "Invalid pagination token given.",
)
def foreign_token(desk: Desk, _operation: str) -> Request:
    """The token goes on with all users, and not with those of a filter."""
    tenant, name = desk.plain, unique("listed")
    for number in range(2):
        tenant.user(f"{name}-{number}")
    page = tenant.api.list_users(UserPoolId=tenant.pool_id, Limit=1)
    filtered = {"UserPoolId": tenant.pool_id, "Filter": f'username ^= "{name}"'}
    return {**filtered, "PaginationToken": page["PaginationToken"]}
