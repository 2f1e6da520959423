"""Groups: create, get, update, delete and list them, and who is in them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import groups as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.model.identifiers import PoolId


def create_group(call: Call, req: w.CreateGroupRequest) -> w.CreateGroupResponse:
    """Make a group in a pool."""
    group = call.services.groups.create(
        PoolId(req["UserPoolId"]), req["GroupName"], wire.settings(req)
    )
    return {"Group": wire.shown(group)}


def get_group(call: Call, req: w.GetGroupRequest) -> w.GetGroupResponse:
    """Show a group."""
    group = call.services.groups.describe(PoolId(req["UserPoolId"]), req["GroupName"])
    return {"Group": wire.shown(group)}


def update_group(call: Call, req: w.UpdateGroupRequest) -> w.UpdateGroupResponse:
    """Set what is given of a group, and leave what is not."""
    group = call.services.groups.update(
        PoolId(req["UserPoolId"]), req["GroupName"], wire.settings(req)
    )
    return {"Group": wire.shown(group)}


def delete_group(call: Call, req: w.DeleteGroupRequest) -> None:
    """Delete a group; the users in it stay."""
    call.services.groups.delete(PoolId(req["UserPoolId"]), req["GroupName"])


def list_groups(call: Call, req: w.ListGroupsRequest) -> w.ListGroupsResponse:
    """List the groups of a pool, page by page."""
    request = page_request(call.principal, req.get("Limit"), req.get("NextToken"))
    return wire.groups_page(call.services.groups.list(PoolId(req["UserPoolId"]), request))


def list_users_in_group(call: Call, req: w.ListUsersInGroupRequest) -> w.ListUsersInGroupResponse:
    """List the users in a group, page by page."""
    request = page_request(call.principal, req.get("Limit"), req.get("NextToken"))
    page = call.services.groups.users(PoolId(req["UserPoolId"]), req["GroupName"], request)
    return wire.users_page(page)


def admin_add_user_to_group(call: Call, req: w.AdminAddUserToGroupRequest) -> None:
    """Put a user into a group."""
    call.services.accounts.memberships.add(
        PoolId(req["UserPoolId"]), req["Username"], req["GroupName"]
    )


def admin_remove_user_from_group(call: Call, req: w.AdminRemoveUserFromGroupRequest) -> None:
    """Take a user out of a group."""
    call.services.accounts.memberships.remove(
        PoolId(req["UserPoolId"]), req["Username"], req["GroupName"]
    )


def admin_list_groups_for_user(
    call: Call, req: w.AdminListGroupsForUserRequest
) -> w.AdminListGroupsForUserResponse:
    """List the groups that a user is in, page by page."""
    request = page_request(call.principal, req.get("Limit"), req.get("NextToken"))
    page = call.services.accounts.memberships.list(
        PoolId(req["UserPoolId"]), req["Username"], request
    )
    return wire.groups_page(page)
