"""Branding styles of the sign-in pages: making, describing, changing and deleting them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Final

from domain.errors import (
    InvalidParameterException,
    LimitExceededException,
    ManagedLoginBrandingExistsException,
    ResourceNotFoundException,
)
from domain.model.branding import BRANDING_PLACES, BRANDINGS, Asset, Branding, BrandingPlace
from domain.model.identifiers import ClientId, PoolId
from domain.pools.branding_assets import assets_of, check_assets, drop_assets, put_assets
from domain.pools.branding_settings import check_length, merged
from domain.pools.lookup import hold_client, required_client, required_pool
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing, Taken
from domain.ports.store import Unit

STYLES_MAX: Final = 20
"""Styles of a pool. Those that are made at the same moment may pass it by their number."""

_DEFAULTS_ALONE: Final = (
    "Settings and Assets cannot be specified when UseCognitoProvidedValues is true."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What a request says of a style; None where it says nothing."""

    uses_defaults: bool | None = None
    settings: Mapping[str, object] | None = None
    assets: tuple[Asset, ...] = field(default=(), repr=False)

    @property
    def says_otherwise(self) -> bool:
        """Whether it brings a look of its own."""
        return self.settings is not None or bool(self.assets)


@dataclass(frozen=True, slots=True, kw_only=True)
class DescribedBranding:
    """A style with its images."""

    branding: Branding
    assets: tuple[Asset, ...] = field(repr=False)


class Brandings:
    """Administration of branding styles.

    Every method raises ResourceNotFoundException for an unknown pool, client or style.
    """

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._entropy = ports.entropy

    def create(self, pool_id: PoolId, client_id: ClientId, look: Look) -> DescribedBranding:
        """Make the style of a client.

        Raises ManagedLoginBrandingExistsException if it has one, LimitExceededException,
        InvalidParameterException for a look that is none.
        """
        _check(look)
        now_ms = self._clock.now_ms()
        branding = Branding(
            id=self._entropy.uuid(),
            pool_id=pool_id,
            client_id=client_id,
            uses_defaults=bool(look.uses_defaults),
            settings=look.settings or {},
            created_at_ms=now_ms,
            modified_at_ms=now_ms,
        )
        with self._store.writing() as unit:
            required_pool(unit, pool_id)
            hold_client(unit, pool_id, client_id)
            _take_place(unit, branding)
            unit.items.add(BRANDINGS, pool_id, branding.id, branding)
            if unit.items.count(BRANDINGS, pool_id, STYLES_MAX + 1) > STYLES_MAX:
                raise LimitExceededException(
                    f"A user pool can have at most {STYLES_MAX} branding styles."
                )
            put_assets(unit, pool_id, branding.id, look.assets)
            return _described(unit, branding)

    def describe(self, pool_id: PoolId, branding_id: str) -> DescribedBranding:
        """Return the style."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            return _described(unit, _required(unit, pool_id, branding_id))

    def describe_by_client(self, pool_id: PoolId, client_id: ClientId) -> DescribedBranding:
        """Return the style of a client that has one."""
        with self._store.reading() as unit:
            required_pool(unit, pool_id)
            required_client(unit, pool_id, client_id)
            place = unit.items.get(BRANDING_PLACES, pool_id, client_id)
            if place is None:
                raise ResourceNotFoundException(f"Client {client_id} has no branding style.")
            return _described(unit, _required(unit, pool_id, place.branding_id))

    def update(self, pool_id: PoolId, branding_id: str, look: Look) -> DescribedBranding:
        """Put what is said over the style; what is not said stays.

        The style that comes with the program takes the place of everything. Raises
        InvalidParameterException for a look that is none.
        """
        _check(look)
        change = _change(look, self._clock.now_ms())
        with self._store.writing() as unit:
            required_pool(unit, pool_id)
            try:
                branding = unit.items.change(BRANDINGS, pool_id, branding_id, change)
            except Missing as missing:
                raise _unknown(branding_id) from missing
            if branding.uses_defaults:
                drop_assets(unit, pool_id, branding_id)
            put_assets(unit, pool_id, branding_id, look.assets)
            return _described(unit, branding)

    def delete(self, pool_id: PoolId, branding_id: str) -> None:
        """Delete the style; its client has none from then on."""
        with self._store.writing() as unit:
            required_pool(unit, pool_id)
            try:
                _delete(unit, pool_id, branding_id)
            except Missing as missing:
                raise _unknown(branding_id) from missing


def delete_branding_of_client(unit: Unit, pool_id: PoolId, client_id: ClientId) -> None:
    """Delete the style of a client, which is deleted in the same unit."""
    place = unit.items.get(BRANDING_PLACES, pool_id, client_id)
    if place is not None:
        # Somebody else may be deleting the style, which is then gone as well.
        with suppress(Missing):
            _delete(unit, pool_id, place.branding_id)


def _check(look: Look) -> None:
    if look.uses_defaults and look.says_otherwise:
        raise InvalidParameterException(_DEFAULTS_ALONE)
    check_assets(look.assets)
    check_length(look.settings or {})


def _change(look: Look, now_ms: int) -> Callable[[Branding], Branding]:
    def change(branding: Branding) -> Branding:
        if look.uses_defaults:
            return replace(branding, uses_defaults=True, settings={}, modified_at_ms=now_ms)
        settings = merged(branding.settings, look.settings or {})
        check_length(settings)
        stays = look.uses_defaults is None and not look.says_otherwise
        uses_defaults = branding.uses_defaults and stays
        return replace(
            branding, uses_defaults=uses_defaults, settings=settings, modified_at_ms=now_ms
        )

    return change


def _take_place(unit: Unit, branding: Branding) -> None:
    place = BrandingPlace(branding_id=branding.id)
    try:
        unit.items.add(BRANDING_PLACES, branding.pool_id, branding.client_id, place)
    except Taken as taken:
        raise ManagedLoginBrandingExistsException(
            f"A branding style already exists for client {branding.client_id}."
        ) from taken


def _delete(unit: Unit, pool_id: PoolId, branding_id: str) -> None:
    """Delete a style with its images. Raises Missing."""
    branding = unit.items.remove(BRANDINGS, pool_id, branding_id)
    unit.items.remove(BRANDING_PLACES, pool_id, branding.client_id)
    drop_assets(unit, pool_id, branding_id)


def _described(unit: Unit, branding: Branding) -> DescribedBranding:
    assets = assets_of(unit, branding.pool_id, branding.id)
    return DescribedBranding(branding=branding, assets=assets)


def _required(unit: Unit, pool_id: PoolId, branding_id: str) -> Branding:
    branding = unit.items.get(BRANDINGS, pool_id, branding_id)
    if branding is None:
        raise _unknown(branding_id)
    return branding


def _unknown(branding_id: str) -> ResourceNotFoundException:
    return ResourceNotFoundException(f"Branding style {branding_id} does not exist.")
