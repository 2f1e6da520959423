"""A user's confirmed devices: looked at, listed, remembered and forgotten, by him or for him."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain import texts
from domain.accounts.device_keys import forgotten
from domain.accounts.find_users import UserFinder
from domain.accounts.passed_mfa import passed_mfa
from domain.accounts.retry import once_more
from domain.errors import (
    CognitoError,
    InvalidUserPoolConfigurationException,
    ResourceNotFoundException,
    UserNotFoundException,
)
from domain.model.device import Device
from domain.model.identifiers import PoolId
from domain.model.pool import DeviceTracking, UserPool
from domain.model.user import User
from domain.paging import Listing, Page, Pager, PageRequest
from domain.ports.bundle import Ports
from domain.ports.sentinels import Missing
from domain.tokens.access import AccessTokens

_TOKENS_LIVE_MS: Final = 2 * 86_400_000
"""No access token lives longer than a day; the other is for clocks that differ."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Owner:
    """Whose devices a request is about, and whether it comes from a sign-in that passed MFA."""

    pool: UserPool
    user: User
    by_mfa: bool = False


def require_tracking(pool: UserPool) -> DeviceTracking:
    """Return how the pool tracks devices. Raises InvalidUserPoolConfigurationException."""
    if pool.devices is None:
        raise InvalidUserPoolConfigurationException(texts.DEVICES_NOT_TRACKED)
    return pool.devices


class UserDevices:
    """What users and administrators do with devices.

    Every method raises InvalidUserPoolConfigurationException where devices are not tracked, and
    ResourceNotFoundException for a device that the user does not have. Those of users raise
    NotAuthorizedException or UserNotFoundException for a bad token; those of administrators
    ResourceNotFoundException for an unknown pool, and UserNotFoundException for an unknown user
    (where the service declares it, else ResourceNotFoundException).
    """

    def __init__(
        self, ports: Ports, access: AccessTokens, finder: UserFinder, pager: Pager
    ) -> None:
        self._store = ports.store
        self._clock = ports.clock
        self._access = access
        self._finder = finder
        self._pager = pager

    def own(self, token: str, key: str) -> Device:
        """Return a device of the caller."""
        return self._get(self._bearer(token), key)

    def by_admin(self, pool_id: PoolId, username: str, key: str) -> Device:
        """Return a device of a user."""
        return self._get(self._named(pool_id, username, ResourceNotFoundException), key)

    def list_own(self, token: str, request: PageRequest) -> Page[Device]:
        """Return a page of the caller's devices, newest first.

        Raises InvalidParameterException for a bad page token.
        """
        return self._list("ListDevices", self._bearer(token), request)

    def list_by_admin(self, pool_id: PoolId, username: str, request: PageRequest) -> Page[Device]:
        """Return a page of a user's devices, newest first.

        Raises InvalidParameterException for a bad page token.
        """
        owner = self._named(pool_id, username, ResourceNotFoundException)
        return self._list("AdminListDevices", owner, request)

    def remember_own(self, token: str, key: str, *, remembered: bool) -> None:
        """Set whether a device of the caller is remembered.

        Who passed multi-factor authentication and then remembers it lets it stand in for that.
        """
        self._remember(self._bearer(token), key, remembered=remembered)

    def remember_by_admin(
        self, pool_id: PoolId, username: str, key: str, *, remembered: bool
    ) -> None:
        """Set whether a device of a user is remembered; it proves nothing that it did not."""
        owner = self._named(pool_id, username, UserNotFoundException)
        self._remember(owner, key, remembered=remembered)

    def forget_own(self, token: str, key: str) -> None:
        """Delete a device of the caller; tokens that are bound to it refresh no more."""
        once_more(lambda: self._forget(self._bearer(token), key))

    def forget_by_admin(self, pool_id: PoolId, username: str, key: str) -> None:
        """Delete a device of a user; tokens that are bound to it refresh no more."""
        once_more(lambda: self._forget(self._named(pool_id, username, UserNotFoundException), key))

    def _bearer(self, token: str) -> _Owner:
        bearer = self._access.user_of(token)
        pool, family = bearer.pool, bearer.family
        require_tracking(pool)
        by_mfa = family is not None and passed_mfa(pool, family.proven)
        return _Owner(pool=pool, user=bearer.user, by_mfa=by_mfa)

    def _named(self, pool_id: PoolId, username: str, unknown: type[CognitoError]) -> _Owner:
        pool, standing = self._finder.seek_by_admin_name(pool_id, username)
        require_tracking(pool)
        if standing.user is None:
            raise unknown(texts.USER_DOES_NOT_EXIST)
        return _Owner(pool=pool, user=standing.user)

    def _get(self, owner: _Owner, key: str) -> Device:
        with self._store.reading() as unit:
            device = unit.devices.get(owner.pool.id, owner.user.sub, key)
        if device is None:
            raise ResourceNotFoundException(texts.DEVICE_DOES_NOT_EXIST)
        return device

    def _list(self, operation: str, owner: _Owner, request: PageRequest) -> Page[Device]:
        pool, sub = owner.pool, owner.user.sub
        listing = Listing(operation=operation, pool=pool, bound_to=(request.caller, sub))
        after = _place(self._pager.position(listing, request.token))
        with self._store.reading() as unit:
            rows = unit.devices.page(pool.id, sub, after, request.size + 1)
        return self._pager.page(listing, rows, request.size, key=_position)

    def _remember(self, owner: _Owner, key: str, *, remembered: bool) -> None:
        device = self._get(owner, key)
        by_mfa = device.by_mfa or (remembered and owner.by_mfa)
        now_ms = self._clock.now_ms()
        try:
            with self._store.writing() as unit:
                unit.devices.remember(
                    device.pool_id,
                    device.sub,
                    key,
                    remembered=remembered,
                    by_mfa=by_mfa,
                    at_ms=now_ms,
                )
        except Missing as gone:
            raise ResourceNotFoundException(texts.DEVICE_DOES_NOT_EXIST) from gone

    def _forget(self, owner: _Owner, key: str) -> None:
        """Delete the device, and keep its key from being confirmed once more."""
        device = self._get(owner, key)
        kept_until_ms = self._clock.now_ms() + _TOKENS_LIVE_MS
        with self._store.writing() as unit:
            unit.spent.spend(device.pool_id, device.sub, forgotten(key), kept_until_ms)
            unit.users.save(owner.user)
            unit.devices.remove(device.pool_id, device.sub, key)


def _position(device: Device) -> str:
    return f"{device.created_at_ms}/{device.key}"


def _place(position: str | None) -> tuple[int, str] | None:
    if position is None:
        return None
    created, _, key = position.partition("/")
    return int(created), key
