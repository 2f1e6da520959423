"""Translation between the shapes of the operations on UI customizations and the domain's values."""

from __future__ import annotations

from typing import cast

from adapters.api.wire import model as w
from adapters.api.wire.present import filled, seconds, stamp
from domain.model.ui_customization import EVERY_CLIENT
from domain.pools.ui_customizations import DescribedCustomization


def client_id(req: w.SetUICustomizationRequest | w.GetUICustomizationRequest) -> str:
    """Return whose look a request is about."""
    return req.get("ClientId", EVERY_CLIENT)


def shown(described: DescribedCustomization | None) -> w.UICustomizationType:
    """Write a customization; of none there is nothing to write."""
    if described is None:
        return {}
    customization = described.customization
    version = stamp(customization.modified_at_ms)
    shape = {
        "UserPoolId": customization.pool_id,
        "ClientId": customization.client_id,
        "ImageUrl": _image_url(described, version),
        "CSS": customization.css,
        "CSSVersion": None if customization.css is None else version,
        "CreationDate": seconds(customization.created_at_ms),
        "LastModifiedDate": seconds(customization.modified_at_ms),
    }
    return cast("w.UICustomizationType", filled(shape))


def _image_url(described: DescribedCustomization, version: str) -> str | None:
    """Return the URL of the logo, another one after each change: browsers keep what they have."""
    customization = described.customization
    if customization.logo is None:
        return None
    place = f"{customization.pool_id}/{customization.client_id}/{version}"
    image = f"assets/images/image.{customization.logo.extension}"
    return f"{described.base_url}/{place}/{image}"
