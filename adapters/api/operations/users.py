"""What administrators do with users."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import accounts as wire
from adapters.api.wire import model as w
from adapters.api.wire.accept_page import page_request
from domain.accounts.profiles import whole
from domain.model.identifiers import PoolId


def admin_create_user(call: Call, req: w.AdminCreateUserRequest) -> w.AdminCreateUserResponse:
    """AdminCreateUser; with RESEND it invites a user again."""
    invitation = wire.invitation(req)
    if req.get("MessageAction") == "RESEND":
        user = call.services.accounts.reinvite_user.reinvite(invitation)
    else:
        user = call.services.accounts.create_user.create(invitation)
    return {"User": wire.listed_user(whole(user))}


def admin_get_user(call: Call, req: w.AdminGetUserRequest) -> w.AdminGetUserResponse:
    """AdminGetUser."""
    pool_id = PoolId(req["UserPoolId"])
    return wire.admin_profile(call.services.accounts.profiles.by_admin(pool_id, req["Username"]))


def list_users(call: Call, req: w.ListUsersRequest) -> w.ListUsersResponse:
    """ListUsers."""
    request = page_request(call.principal, req.get("Limit"), req.get("PaginationToken"))
    pool_id = PoolId(req["UserPoolId"])
    page = call.services.accounts.list_users.list(pool_id, wire.user_query(req), request)
    return wire.listed_users(page)


def admin_update_user_attributes(
    call: Call, req: w.AdminUpdateUserAttributesRequest
) -> w.AdminUpdateUserAttributesResponse:
    """AdminUpdateUserAttributes."""
    call.services.accounts.update_attributes.update_by_admin(
        PoolId(req["UserPoolId"]),
        req["Username"],
        wire.attributes(req["UserAttributes"]),
        req.get("ClientMetadata"),
    )
    return {}


def admin_delete_user_attributes(
    call: Call, req: w.AdminDeleteUserAttributesRequest
) -> w.AdminDeleteUserAttributesResponse:
    """AdminDeleteUserAttributes."""
    call.services.accounts.delete_attributes.delete_by_admin(
        PoolId(req["UserPoolId"]), req["Username"], req["UserAttributeNames"]
    )
    return {}


def admin_enable_user(call: Call, req: w.AdminEnableUserRequest) -> w.AdminEnableUserResponse:
    """AdminEnableUser."""
    call.services.accounts.user_status.enable(PoolId(req["UserPoolId"]), req["Username"])
    return {}


def admin_disable_user(call: Call, req: w.AdminDisableUserRequest) -> w.AdminDisableUserResponse:
    """AdminDisableUser."""
    call.services.accounts.user_status.disable(PoolId(req["UserPoolId"]), req["Username"])
    return {}


def admin_delete_user(call: Call, req: w.AdminDeleteUserRequest) -> None:
    """AdminDeleteUser."""
    call.services.accounts.delete_user.delete_by_admin(PoolId(req["UserPoolId"]), req["Username"])
