"""Translation between the shapes of the operations on groups and the domain's own values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.accounts import listed_user
from adapters.api.wire.present import filled, seconds
from domain.accounts.profiles import whole
from domain.model.group import Group
from domain.model.user import User
from domain.paging import Page
from domain.pools.groups import GroupSettings


def settings(req: w.CreateGroupRequest | w.UpdateGroupRequest) -> GroupSettings:
    """Read what a request says of a group; what it does not say is nothing."""
    return GroupSettings(
        description=req.get("Description"),
        role_arn=req.get("RoleArn"),
        precedence=req.get("Precedence"),
    )


def shown(group: Group) -> w.GroupType:
    """Write a group."""
    shape = {
        "GroupName": group.name,
        "UserPoolId": group.pool_id,
        "Description": group.description,
        "RoleArn": group.role_arn,
        "Precedence": group.precedence,
        "LastModifiedDate": seconds(group.modified_at_ms),
        "CreationDate": seconds(group.created_at_ms),
    }
    return cast("w.GroupType", filled(shape))


def groups_page(page: Page[Group]) -> w.ListGroupsResponse:
    """Write a page of groups, of a pool or of a user."""
    shape = {"Groups": [shown(group) for group in page.items], "NextToken": page.next_token}
    return cast("w.ListGroupsResponse", filled(shape))


def users_page(page: Page[User]) -> w.ListUsersInGroupResponse:
    """Write a page of users."""
    users = [listed_user(whole(user)) for user in page.items]
    shape = {"Users": users, "NextToken": page.next_token}
    return cast("w.ListUsersInGroupResponse", filled(shape))
