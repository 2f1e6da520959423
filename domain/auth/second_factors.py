"""Which second factor a user owes in a sign-in, and whether it was given (auth-flows.md 5).

Questions about a progress, asked by the guards of the table and by the challenges themselves.
"""

from __future__ import annotations

from typing import Final

from domain.accounts.mfa_preference import can_give
from domain.accounts.passed_mfa import passed_mfa, passkey_suffices
from domain.auth.step import Progress
from domain.model.device import Device
from domain.model.factors import Factor, SecondFactor
from domain.model.pool import MfaMode, UserPool
from domain.model.user import User

_PROVES: Final = {
    SecondFactor.SMS: Factor.SMS,
    SecondFactor.SOFTWARE_TOKEN: Factor.SOFTWARE_TOKEN,
    SecondFactor.EMAIL: Factor.EMAIL,
}


def active(pool: UserPool, user: User) -> tuple[SecondFactor, ...]:
    """Return the factors that the user has switched on and can be asked for.

    What he registered stays in use after the pool has ceased to offer it: else a change of the
    pool's would open what he had locked. Where everybody owes one, a proven software token counts
    though it was never switched on (recorded).
    """
    enabled = set(user.factors.enabled)
    if pool.mfa is MfaMode.ON and user.factors.token_verified:
        enabled.add(SecondFactor.SOFTWARE_TOKEN)
    return tuple(factor for factor in SecondFactor if factor in enabled and can_give(user, factor))


def choices(progress: Progress) -> tuple[SecondFactor, ...]:
    """Return the factors of which one is to be given now; the preferred one alone if there is one.

    What this sign-in has proven already is no second factor.
    """
    user, proven = progress.user, progress.attempt.proven
    if user is None:
        return ()
    found = [each for each in _expected(progress.pool, user) if _PROVES[each] not in proven]
    if user.factors.preferred in found:
        return (user.factors.preferred,)
    return tuple(found)


def _expected(pool: UserPool, user: User) -> tuple[SecondFactor, ...]:
    """Return the factors that count as second ones: those that the user has switched on.

    A user without any, in a pool where everybody owes one, is asked for what the pool offers and
    he has an address for, proven or not: the answer proves it.
    """
    found = active(pool, user)
    if found or pool.mfa is not MfaMode.ON:
        return found
    return tuple(
        factor
        for factor in (SecondFactor.SMS, SecondFactor.EMAIL)
        if factor in pool.offers and can_give(user, factor)
    )


def is_due(progress: Progress) -> bool:
    """Whether the sign-in owes a second factor, given or not.

    After custom challenges alone none is owed: what they ask is the pool's own choice.
    """
    user = progress.user
    return user is not None and not is_custom_alone(progress) and is_owed(progress.pool, user)


def is_owed(pool: UserPool, user: User | None) -> bool:
    """Whether users of the pool, or this one, owe a second factor after a first one of ours."""
    if pool.mfa is MfaMode.OPTIONAL:
        return user is not None and bool(active(pool, user))
    return pool.mfa is MfaMode.ON


def is_custom_alone(progress: Progress) -> bool:
    """Whether the pool's own challenges were met, and no password was given beside them."""
    proven = progress.attempt.proven
    return Factor.CUSTOM in proven and Factor.PASSWORD not in proven


def is_given(progress: Progress) -> bool:
    """Whether what the sign-in owes beside its first factor was proven.

    Two factors are not enough, the one after the first must be what this user is asked for: else a
    code by mail and a password would do where he has locked his account by a token.
    """
    user, pool, proven = progress.user, progress.pool, progress.attempt.proven
    if user is None:
        return False
    if passkey_suffices(pool, set(proven)) or (stands_in(progress) and Factor.DEVICE in proven):
        return True
    expected = [each for each in _expected(pool, user) if _PROVES[each] not in proven[:1]]
    if user.factors.preferred in expected:
        expected = [user.factors.preferred]
    return any(_PROVES[each] in proven[1:] for each in expected) and passed_mfa(pool, proven)


def is_open(progress: Progress) -> bool:
    """Whether a second factor is still owed."""
    return is_due(progress) and not is_given(progress)


def may_set_up(progress: Progress) -> bool:
    """Whether a second factor is owed by a user who has none to give."""
    return is_open(progress) and progress.pool.mfa is MfaMode.ON and not choices(progress)


def device(progress: Progress) -> Device | None:
    """Return the remembered device that was named and can prove itself, or None."""
    found = progress.belongings.device
    if progress.pool.devices is None or found is None:
        return None
    return found if found.remembered and found.sealed_verifier is not None else None


def stands_in(progress: Progress) -> bool:
    """Whether the device may take the place of the second factor (ruling 6)."""
    found, tracking = device(progress), progress.pool.devices
    return found is not None and found.by_mfa and tracking is not None and tracking.challenge_on_new


def is_device_open(progress: Progress) -> bool:
    """Whether a remembered device was named and has not proven itself."""
    return device(progress) is not None and Factor.DEVICE not in progress.attempt.proven
