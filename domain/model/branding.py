"""Branding styles: how the sign-in pages of a client look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import ClientId, PoolId
from domain.model.item import Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Asset:
    """One image of a style: where it stands, in which colour mode, and what type it is of.

    `resource_id` is as it was given; icons of provider buttons tell by it whose they are.
    """

    category: str
    color_mode: str
    extension: str
    content: bytes = field(repr=False)
    resource_id: str | None = None

    @property
    def place(self) -> str:
        """What a style has one image for."""
        return f"{self.category}/{self.color_mode}/{self.resource_id or ''}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branding:
    """One style, of one client; its images are kept beside it.

    With `uses_defaults` it is the style that comes with the program. `settings` is any JSON object.
    """

    id: str
    pool_id: PoolId
    client_id: ClientId
    uses_defaults: bool
    settings: Mapping[str, object] = field(default_factory=dict)
    created_at_ms: int
    modified_at_ms: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BrandingPlace:
    """Which style is a client's; the key is the client's id."""

    branding_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptAsset:
    """An image as it is kept: under the id of its style and its place there."""

    branding_id: str
    asset: Asset

    @property
    def key(self) -> str:
        """Its key, which those of the same style begin alike."""
        return f"{first_key(self.branding_id)}{self.asset.place}"


def first_key(branding_id: str) -> str:
    """Return what the keys of all images of a style begin with."""
    return f"{branding_id}/"


BRANDINGS: Final = Kind("branding", Branding)
BRANDING_PLACES: Final = Kind("branding of client", BrandingPlace)
BRANDING_ASSETS: Final = Kind("branding asset", KeptAsset)
