"""Images of branding styles: what they must be, and keeping them beside their style."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.branding import BRANDING_ASSETS, Asset, KeptAsset, first_key
from domain.model.identifiers import PoolId
from domain.pools.images import is_image
from domain.ports.store import Unit

ASSETS_MAX: Final = 40
"""Images of a style."""

_FIXED: Final = {"FAVICON_ICO": "ICO", "FAVICON_SVG": "SVG"}


def check_assets(assets: Sequence[Asset]) -> None:
    """Refuse an image that is of another type than it says, and two for one place.

    A browser that is served a page for an image may show it as one. Raises
    InvalidParameterException.
    """
    for asset in assets:
        wanted = _FIXED.get(asset.category, asset.extension)
        if asset.extension != wanted or not is_image(asset.content, wanted):
            raise InvalidParameterException(
                f"The asset {asset.category} is no image of type {wanted}."
            )
    if len({asset.place for asset in assets}) < len(assets):
        raise InvalidParameterException("There can be one asset for a category and colour mode.")


def assets_of(unit: Unit, pool_id: PoolId, branding_id: str) -> tuple[Asset, ...]:
    """Return the images of a style, by category and mode."""
    return tuple(kept.asset for kept in _kept(unit, pool_id, branding_id))


def put_assets(unit: Unit, pool_id: PoolId, branding_id: str, assets: Iterable[Asset]) -> None:
    """Keep images, each in place of the one that stood there before.

    Raises InvalidParameterException if the style has more than ASSETS_MAX then.
    """
    for asset in assets:
        kept = KeptAsset(branding_id=branding_id, asset=asset)
        unit.items.put(BRANDING_ASSETS, pool_id, kept.key, kept)
    if len(_kept(unit, pool_id, branding_id)) > ASSETS_MAX:
        raise InvalidParameterException(f"A branding style can have at most {ASSETS_MAX} assets.")


def drop_assets(unit: Unit, pool_id: PoolId, branding_id: str) -> None:
    """Delete all images of a style."""
    for kept in _kept(unit, pool_id, branding_id):
        unit.items.remove(BRANDING_ASSETS, pool_id, kept.key)


def _kept(unit: Unit, pool_id: PoolId, branding_id: str) -> list[KeptAsset]:
    found = unit.items.page(BRANDING_ASSETS, pool_id, first_key(branding_id), ASSETS_MAX + 1)
    return [kept for kept in found if kept.branding_id == branding_id]
