"""Whether what a sign-in has proven amounts to multi-factor authentication."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.model.factors import Factor
from domain.model.pool import UserPool

_SECOND: Final = {Factor.SMS, Factor.SOFTWARE_TOKEN, Factor.EMAIL}
_NO_FACTORS: Final = {Factor.DEVICE, Factor.USER_VERIFICATION}
"""What is proven beside a factor, and is none by itself."""

_PASSKEYS: Final = {Factor.PLATFORM_PASSKEY, Factor.ROAMING_PASSKEY}


def passed_mfa(pool: UserPool, proven: Iterable[Factor]) -> bool:
    """Whether two factors are among what was proven, or a passkey that counts as two.

    A device that stood in for the second one is none.
    """
    given = set(proven)
    if passkey_suffices(pool, given):
        return True
    return bool(given & _SECOND) and len(given - _NO_FACTORS) > 1


def passkey_suffices(pool: UserPool, given: set[Factor]) -> bool:
    """Whether a passkey that verified its user is all that the pool asks for."""
    party = pool.second_factors.relying_party
    return (
        party is not None
        and party.multi_factor
        and Factor.USER_VERIFICATION in given
        and bool(given & _PASSKEYS)
    )
