"""Branding styles of the sign-in pages: create, describe, update and delete them."""

from __future__ import annotations

from adapters.api.call import Call
from adapters.api.wire import branding as wire
from adapters.api.wire import model as w
from domain.model.identifiers import ClientId, PoolId


def create_managed_login_branding(
    call: Call, req: w.CreateManagedLoginBrandingRequest
) -> w.CreateManagedLoginBrandingResponse:
    """Make the style of a client."""
    made = call.services.brandings.create(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"]), wire.look(req)
    )
    return {"ManagedLoginBranding": wire.shown(made)}


def describe_managed_login_branding(
    call: Call, req: w.DescribeManagedLoginBrandingRequest
) -> w.DescribeManagedLoginBrandingResponse:
    """Show a style, with what is true where it says nothing if that is asked for."""
    found = call.services.brandings.describe(
        PoolId(req["UserPoolId"]), req["ManagedLoginBrandingId"]
    )
    shown = wire.shown(found, with_defaults=req.get("ReturnMergedResources", False))
    return {"ManagedLoginBranding": shown}


def describe_managed_login_branding_by_client(
    call: Call, req: w.DescribeManagedLoginBrandingByClientRequest
) -> w.DescribeManagedLoginBrandingByClientResponse:
    """Show the style of a client."""
    found = call.services.brandings.describe_by_client(
        PoolId(req["UserPoolId"]), ClientId(req["ClientId"])
    )
    shown = wire.shown(found, with_defaults=req.get("ReturnMergedResources", False))
    return {"ManagedLoginBranding": shown}


def update_managed_login_branding(
    call: Call, req: w.UpdateManagedLoginBrandingRequest
) -> w.UpdateManagedLoginBrandingResponse:
    """Change a style; what is not given stays."""
    pool_id, branding_id = wire.named(req)
    changed = call.services.brandings.update(pool_id, branding_id, wire.look(req))
    return {"ManagedLoginBranding": wire.shown(changed)}


def delete_managed_login_branding(call: Call, req: w.DeleteManagedLoginBrandingRequest) -> None:
    """Delete a style."""
    call.services.brandings.delete(PoolId(req["UserPoolId"]), req["ManagedLoginBrandingId"])
