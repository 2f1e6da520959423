"""UI customizations: how the classic sign-in pages of a pool or of a client look."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from domain.model.identifiers import PoolId
from domain.model.item import Kind

EVERY_CLIENT: Final = "ALL"
"""In place of a client's id: of all clients that have none of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """An image for the head of the pages; its extension is "png" or "jpg"."""

    content: bytes = field(repr=False)
    extension: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UiCustomization:
    """Style sheet and logo, as they were given together; `client_id` is its key."""

    pool_id: PoolId
    client_id: str
    css: str | None = None
    logo: Logo | None = None
    created_at_ms: int
    modified_at_ms: int


UI_CUSTOMIZATIONS: Final = Kind("ui customization", UiCustomization)
"""By client id, or EVERY_CLIENT."""
