"""Translation between the shapes of the operations on branding styles and the domain's values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.missing import require
from adapters.api.wire.present import filled, seconds
from domain.model.branding import Asset
from domain.model.identifiers import PoolId
from domain.pools.branding import DescribedBranding, Look
from domain.pools.branding_settings import DEFAULTS, merged


def look(
    req: w.CreateManagedLoginBrandingRequest | w.UpdateManagedLoginBrandingRequest,
) -> Look:
    """Return the look that a request describes."""
    return Look(
        uses_defaults=req.get("UseCognitoProvidedValues"),
        settings=req.get("Settings"),
        assets=tuple(_asset(each) for each in req.get("Assets", ())),
    )


def named(req: w.UpdateManagedLoginBrandingRequest) -> tuple[PoolId, str]:
    """Return pool and style of an update. Raises InvalidParameterException.

    The model lets a request leave them out, and there would be nothing to update.
    """
    require(req, "UserPoolId", "ManagedLoginBrandingId")
    return PoolId(req["UserPoolId"]), req["ManagedLoginBrandingId"]


def shown(
    described: DescribedBranding, *, with_defaults: bool = False
) -> w.ManagedLoginBrandingType:
    """Write a style; `with_defaults` says the settings that hold where it says nothing."""
    branding = described.branding
    settings = merged(DEFAULTS, branding.settings) if with_defaults else {**branding.settings}
    shape = {
        "ManagedLoginBrandingId": branding.id,
        "UserPoolId": branding.pool_id,
        "UseCognitoProvidedValues": branding.uses_defaults,
        "Settings": settings or None,
        "Assets": [_shown_asset(asset) for asset in described.assets] or None,
        "CreationDate": seconds(branding.created_at_ms),
        "LastModifiedDate": seconds(branding.modified_at_ms),
    }
    return cast("w.ManagedLoginBrandingType", filled(shape))


def _asset(given: w.AssetType) -> Asset:
    return Asset(
        category=given["Category"],
        color_mode=given["ColorMode"],
        extension=given["Extension"],
        content=given.get("Bytes", b""),
        resource_id=given.get("ResourceId"),
    )


def _shown_asset(asset: Asset) -> dict[str, object]:
    return filled(
        {
            "Category": asset.category,
            "ColorMode": asset.color_mode,
            "Extension": asset.extension,
            "Bytes": asset.content,
            "ResourceId": asset.resource_id,
        }
    )
