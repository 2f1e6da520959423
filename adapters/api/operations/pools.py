"""User pools: create, describe, update, delete and list them, and add to their schema."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import accept_mfa, accept_page, present_mfa
from adapters.api.wire import accept_pools as accept
from adapters.api.wire import model as w
from adapters.api.wire import present_pools as present
from domain.model.identifiers import PoolId


def add_custom_attributes(
    call: Call, req: w.AddCustomAttributesRequest
) -> w.AddCustomAttributesResponse:
    """Add custom attributes to the schema of a pool."""
    entries = accept.schema_entries("customAttributes", req["CustomAttributes"])
    call.services.pools.add_attributes(PoolId(req["UserPoolId"]), entries)
    return {}


def create_user_pool(call: Call, req: w.CreateUserPoolRequest) -> w.CreateUserPoolResponse:
    """Make a pool."""
    described = call.services.pools.create(accept.new_pool(req))
    return {"UserPool": present.user_pool(described)}


def delete_user_pool(call: Call, req: w.DeleteUserPoolRequest) -> None:
    """Delete a pool with all that is in it."""
    call.services.pools.delete(PoolId(req["UserPoolId"]))


def describe_user_pool(call: Call, req: w.DescribeUserPoolRequest) -> w.DescribeUserPoolResponse:
    """Show the configuration of a pool."""
    described = call.services.pools.describe(PoolId(req["UserPoolId"]))
    return {"UserPool": present.user_pool(described)}


def get_user_pool_mfa_config(
    call: Call, req: w.GetUserPoolMfaConfigRequest
) -> w.GetUserPoolMfaConfigResponse:
    """Show the multi-factor authentication of a pool."""
    return present_mfa.mfa_config(call.services.mfa_config.get(PoolId(req["UserPoolId"])))


def list_user_pools(call: Call, req: w.ListUserPoolsRequest) -> w.ListUserPoolsResponse:
    """List all pools, page by page."""
    request = accept_page.page_request(call.principal, req["MaxResults"], req.get("NextToken"))
    page = call.services.pools.list(request)
    return present.pools_page(page)


def set_user_pool_mfa_config(
    call: Call, req: w.SetUserPoolMfaConfigRequest
) -> w.SetUserPoolMfaConfigResponse:
    """Replace the multi-factor authentication of a pool."""
    settings = accept_mfa.mfa_settings(req)
    return present_mfa.mfa_config(call.services.mfa_config.set(PoolId(req["UserPoolId"]), settings))


def update_user_pool(call: Call, req: w.UpdateUserPoolRequest) -> w.UpdateUserPoolResponse:
    """Replace the configuration of a pool."""
    call.services.pools.update(
        PoolId(req["UserPoolId"]),
        accept.pool_settings(req),
        req.get("PoolName"),
        accept.unsaid(req),
    )
    return {}
