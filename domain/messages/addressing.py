"""Where a message goes: the choice of an address, and how an address is shown to a caller."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from domain.model.factors import SecondFactor
from domain.model.message import Channel, CodeDelivery
from domain.model.pool import MfaMode, UserPool
from domain.model.user import User

EMAIL: Final = "email"
PHONE_NUMBER: Final = "phone_number"

FACTOR_ADDRESSES: Final[Mapping[SecondFactor, str]] = {
    SecondFactor.SMS: PHONE_NUMBER,
    SecondFactor.EMAIL: EMAIL,
}
"""Which address the codes of a second factor go to."""

_CHANNELS: Final[Mapping[str, Channel]] = {EMAIL: Channel.EMAIL, PHONE_NUMBER: Channel.SMS}
_RECOVERY: Final[Mapping[str, str]] = {
    "verified_email": EMAIL,
    "verified_phone_number": PHONE_NUMBER,
}
_SHOWN_DIGITS: Final = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """One address of a user: which attribute holds it, and its value."""

    attribute: str
    value: str = field(repr=False)

    @property
    def channel(self) -> Channel:
        """What reaches the address."""
        return channel_of(self.attribute)

    @property
    def delivery(self) -> CodeDelivery:
        """The address as CodeDeliveryDetails shows it (users-and-pools.md 8.1)."""
        mask = _masked_email if self.attribute == EMAIL else _masked_phone_number
        medium = "EMAIL" if self.attribute == EMAIL else "SMS"
        return CodeDelivery(destination=mask(self.value), medium=medium, attribute=self.attribute)


def channel_of(attribute: str) -> Channel:
    """Return what reaches the addresses that an attribute holds."""
    return _CHANNELS[attribute]


def verification_attributes(pool: UserPool) -> tuple[str, ...]:
    """Return the auto-verified attributes in order of preference: a text message goes first."""
    return tuple(name for name in (PHONE_NUMBER, EMAIL) if name in pool.auto_verified)


def verification_address(pool: UserPool, user: User) -> Address | None:
    """Return where the code of a sign-up goes, or None if the pool or the user has no address."""
    return next(_addresses(user, verification_attributes(pool)), None)


def recovery_attributes(pool: UserPool) -> tuple[str, ...]:
    """Return what a password may be recovered through, best first; empty for admin_only.

    A pool that says nothing has the old order: telephone first, then e-mail.
    """
    if not pool.recovery:
        return (PHONE_NUMBER, EMAIL)
    ordered = sorted(pool.recovery, key=lambda option: option.priority)
    return tuple(_RECOVERY[option.name] for option in ordered if option.name in _RECOVERY)


def recovery_address(pool: UserPool, user: User) -> Address | None:
    """Return where a recovery code goes: only to an address that was proven to be the user's.

    What is a second factor of his is none: who holds it would need nothing else (SEC-23).
    """
    taken = _by_second_factors(pool, user)
    usable = (name for name in recovery_attributes(pool) if user.is_verified(name))
    return next(_addresses(user, tuple(name for name in usable if name not in taken)), None)


def _by_second_factors(pool: UserPool, user: User) -> set[str]:
    """Return the addresses that a sign-in of the user may ask for."""
    if pool.mfa is MfaMode.OFF:
        return set()
    return {FACTOR_ADDRESSES[each] for each in user.factors.enabled if each in FACTOR_ADDRESSES}


def _addresses(user: User, attributes: tuple[str, ...]) -> Iterator[Address]:
    for name in attributes:
        if user.has(name):
            yield Address(attribute=name, value=user.attributes[name])


def _masked_email(address: str) -> str:
    local, _, domain = address.partition("@")
    return f"{local[:1]}***@{domain[:1]}***"


def _masked_phone_number(number: str) -> str:
    digits = number.removeprefix("+")
    hidden = "*" * max(len(digits) - _SHOWN_DIGITS, 0)
    return f"+{hidden}{digits[-_SHOWN_DIGITS:]}"
