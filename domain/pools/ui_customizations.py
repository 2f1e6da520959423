"""UI customizations of the classic sign-in pages: setting and showing them."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from domain.errors import InvalidParameterException
from domain.model.identifiers import ClientId, PoolId
from domain.model.ui_customization import (
    EVERY_CLIENT,
    UI_CUSTOMIZATIONS,
    Logo,
    UiCustomization,
)
from domain.pools.images import is_image
from domain.pools.lookup import hold_client, no_pool, required_client, required_pool
from domain.pools.style_rules import check_style_sheet
from domain.ports.bundle import Deployment, Ports
from domain.ports.sentinels import Missing
from domain.ports.store import Unit

LOGO_MAX: Final = 100 * 1024
"""Bytes of a logo."""

_FORMS: Final = {"PNG": "png", "JPEG": "jpg"}
_NO_DOMAIN: Final = "There has to be an existing domain associated with this user pool"
_TOO_LARGE: Final = "The image file can have at most 100 KB."
_NO_LOGO: Final = "The image file must be a PNG or a JPEG."


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedCustomization:
    """A customization, and the URL below which its logo has its own."""

    customization: UiCustomization
    base_url: str


class UiCustomizations:
    """Administration of UI customizations.

    Every method raises ResourceNotFoundException for an unknown pool or client, and
    InvalidParameterException for a pool without a domain.
    """

    def __init__(self, ports: Ports, deployment: Deployment) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._reader = ports.style_sheets
        self._base_url = deployment.public_url

    def set(
        self, pool_id: PoolId, client_id: str, css: str | None, image: bytes | None
    ) -> DescribedCustomization | None:
        """Give the client, or EVERY_CLIENT, this look in place of the one before.

        Without a style sheet and an image it has none of its own; None is returned then. Raises
        InvalidParameterException for a style sheet or an image that is not allowed.
        """
        if css:
            check_style_sheet(css, self._reader)
        logo, now_ms = _logo(image) if image else None, self._clock.now_ms()
        with self._store.writing() as unit:
            _check_place(unit, pool_id, client_id)
            if client_id != EVERY_CLIENT:
                hold_client(unit, pool_id, ClientId(client_id))
            before = unit.items.get(UI_CUSTOMIZATIONS, pool_id, client_id)
            after = UiCustomization(
                pool_id=pool_id,
                client_id=client_id,
                css=css or None,
                logo=logo,
                created_at_ms=now_ms if before is None else before.created_at_ms,
                modified_at_ms=now_ms,
            )
            if not css and logo is None:
                drop_customization(unit, pool_id, client_id)
                return None
            _put(unit, after)
        return self._described(after)

    def get(self, pool_id: PoolId, client_id: str) -> DescribedCustomization | None:
        """Return what the client looks like: by its own, by that of all clients, or None."""
        with self._store.reading() as unit:
            _check_place(unit, pool_id, client_id)
            own = unit.items.get(UI_CUSTOMIZATIONS, pool_id, client_id)
            found = own or unit.items.get(UI_CUSTOMIZATIONS, pool_id, EVERY_CLIENT)
        return None if found is None else self._described(found)

    def _described(self, customization: UiCustomization) -> DescribedCustomization:
        return DescribedCustomization(customization=customization, base_url=self._base_url)


def drop_customization(unit: Unit, pool_id: PoolId, client_id: str) -> None:
    """Delete the look of a client, if it has one of its own."""
    with suppress(Missing):
        unit.items.remove(UI_CUSTOMIZATIONS, pool_id, client_id)


def _put(unit: Unit, customization: UiCustomization) -> None:
    pool_id, key = customization.pool_id, customization.client_id
    try:
        unit.items.put(UI_CUSTOMIZATIONS, pool_id, key, customization)
    except Missing as missing:
        raise no_pool(pool_id) from missing


def _check_place(unit: Unit, pool_id: PoolId, client_id: str) -> None:
    required_pool(unit, pool_id)
    if client_id != EVERY_CLIENT:
        required_client(unit, pool_id, ClientId(client_id))
    if not unit.domains.of_pool(pool_id):
        raise InvalidParameterException(_NO_DOMAIN)


def _logo(content: bytes) -> Logo:
    """Return the image, if it is one; a browser may show anything else as a page.

    Raises InvalidParameterException.
    """
    if len(content) > LOGO_MAX:
        raise InvalidParameterException(_TOO_LARGE)
    for form, extension in _FORMS.items():
        if is_image(content, form):
            return Logo(content=content, extension=extension)
    raise InvalidParameterException(_NO_LOGO)
