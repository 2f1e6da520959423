"""Resource servers that are there already, or are not."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row

IDENTIFIER = "https://shop.example.com"
TWICE = [{"ScopeName": "read", "ScopeDescription": each} for each in ("one", "two")]


@row(
    "CreateResourceServer",
    "exists",
    "InvalidParameterException",
    f"{IDENTIFIER} already exists in user pool <UserPoolId>.",
)
def exists(desk: Desk, _operation: str) -> Request:
    """The identifier is taken."""
    tenant = desk.pool(UserPoolTags={"has": "a server"})
    request = {"UserPoolId": tenant.pool_id, "Identifier": IDENTIFIER, "Name": "Shop"}
    if not tenant.api.list_resource_servers(UserPoolId=tenant.pool_id)["ResourceServers"]:
        tenant.api.create_resource_server(**request)
    return request


@row(
    ("CreateResourceServer", "UpdateResourceServer"),
    "one scope twice",
    "InvalidParameterException",
    "Scope names must be unique within a resource server.",
)
def scope_twice(desk: Desk, _operation: str) -> Request:
    """Two scopes have one name."""
    request = {"UserPoolId": desk.plain.pool_id, "Identifier": IDENTIFIER, "Name": "Shop"}
    return {**request, "Scopes": TWICE}


@row(
    ("DescribeResourceServer", "UpdateResourceServer", "DeleteResourceServer"),
    "unknown server",
    "ResourceNotFoundException",
    "Resource server nowhere does not exist.",
)
def unknown(desk: Desk, operation: str) -> Request:
    """The pool has no server of the identifier."""
    request = {"UserPoolId": desk.plain.pool_id, "Identifier": "nowhere"}
    return {**request, "Name": "Shop"} if operation == "UpdateResourceServer" else request
