"""Groups that are there already, or are not."""

from __future__ import annotations

from tests.clients.errors.desk import Desk, Request, row
from tests.support.tenant import unique

OF_USER = ("AdminAddUserToGroup", "AdminRemoveUserFromGroup")


@row("CreateGroup", "exists", "GroupExistsException", "A group with the name already exists.")
def exists(desk: Desk, _operation: str) -> Request:
    """The name is taken."""
    request = {"UserPoolId": desk.plain.pool_id, "GroupName": unique("group")}
    desk.plain.api.create_group(**request)
    return request


@row(
    ("GetGroup", "UpdateGroup", "DeleteGroup", "ListUsersInGroup", *OF_USER),
    "unknown group",
    "ResourceNotFoundException",
    "Group not found.",
)
def unknown(desk: Desk, operation: str) -> Request:
    """The pool has no group of the name."""
    request = {"UserPoolId": desk.plain.pool_id, "GroupName": unique("group")}
    return {**request, "Username": desk.plain.user()} if operation in OF_USER else request
