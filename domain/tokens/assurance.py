"""How sure a sign-in is of its user: levels of assurance and methods (acr, amr; ruling 25).

The levels are those of oauth-oidc.md 3.6; the words of `amr` are RFC 8176's where it has one.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from domain.model.factors import Factor
from domain.model.pool import UserPool

DEFAULT_NAMES: Final = {level: f"urn:cognito:loa:{level}" for level in range(1, 5)}
"""The names of the levels where a pool renames none."""

_METHODS: Final = {
    Factor.PASSWORD: "pwd",
    Factor.SOFTWARE_TOKEN: "otp",
    Factor.SMS: "sms",
    Factor.EMAIL: "email_otp",
    Factor.PLATFORM_PASSKEY: "swk",
    Factor.ROAMING_PASSKEY: "hwk",
}
_PASSKEYS: Final = {Factor.PLATFORM_PASSKEY, Factor.ROAMING_PASSKEY}
_CODES: Final = {Factor.SMS, Factor.EMAIL}


def level(proven: Collection[Factor]) -> int:
    """Return the level that these factors reach, 1 to 4, or 0 where they have none.

    A remembered device and a pool's own custom challenges have no level of their own.
    """
    factors = set(proven)
    if {Factor.PASSWORD, Factor.SOFTWARE_TOKEN} <= factors:
        return 4
    if factors & _PASSKEYS or (Factor.PASSWORD in factors and factors & _CODES):
        return 3
    if factors & _CODES:
        return 2
    return 1 if Factor.PASSWORD in factors else 0


def level_name(pool: UserPool, number: int) -> str:
    """Return what a pool calls a level from 1 to 4."""
    return pool.acr_names.get(f"Level{number}") or DEFAULT_NAMES[number]


def methods(proven: Collection[Factor]) -> list[str]:
    """Return `amr`: the methods in the order of their proof, and "mfa" where they are several."""
    used = list(dict.fromkeys(_METHODS[factor] for factor in proven if factor in _METHODS))
    return [*used, "mfa"] if len(used) > 1 else used
