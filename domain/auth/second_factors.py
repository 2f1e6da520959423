"""Which second factor a user owes in a sign-in, and whether it was given (auth-flows.md 5).

Questions about a progress, asked by the guards of the table and by the challenges themselves.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

from domain.accounts.mfa_preference import can_give
from domain.accounts.passed_mfa import passed_mfa, passkey_suffices
from domain.auth.step import Progress
from domain.messages.addressing import FACTOR_ADDRESSES
from domain.model.device import Device
from domain.model.factors import Factor, SecondFactor
from domain.model.pool import MfaMode, UserPool
from domain.model.user import User
from domain.tokens.assurance import level

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

    Where the sign-in aims at a level, they are those that reach it. What this sign-in has proven
    already is no second factor.
    """
    user, proven = progress.user, progress.attempt.proven
    if user is None:
        return ()
    reached = is_level_reached(progress)
    asked = _expected(progress.pool, user) if reached else _raising(progress, user)
    found = [each for each in asked if _PROVES[each] not in proven]
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


def is_level_reached(progress: Progress) -> bool:
    """Whether what was proven is as sure as the sign-in is to be."""
    return level(progress.attempt.proven) >= progress.attempt.target_level


def within_reach(progress: Progress, proven: Collection[Factor]) -> int:
    """Return the level that these factors reach, alone or with one second factor of the user's.

    Who does not exist has what a typical user has: an address for every code that is in use.
    """
    user, pool = progress.user, progress.pool
    lent = _lending(pool) if user is None else _provable(pool, user)
    return max(level(proven), *(level({*proven, _PROVES[factor]}) for factor in lent), 0)


def leads_on_from_credit(progress: Progress) -> bool:
    """Whether what is owed beside the credit of an access token can be asked for at once.

    Not where it would go to an address that its user never proved: that he may prove only after he
    has proven something else in this very sign-in.
    """
    user, asked = progress.user, set(choices(progress))
    if user is None or not progress.attempt.credited or not is_open(progress):
        return False
    return bool(asked) and asked <= set(_provable(progress.pool, user))


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
    if user.factors.preferred in expected and not progress.attempt.target_level:
        expected = [user.factors.preferred]
    return any(_PROVES[each] in proven[1:] for each in expected) and passed_mfa(pool, proven)


def is_open(progress: Progress) -> bool:
    """Whether a second factor is still owed, to the pool or to the level that is aimed at."""
    return (is_due(progress) and not is_given(progress)) or not is_level_reached(progress)


def may_set_up(progress: Progress) -> bool:
    """Whether a second factor is owed by a user who has none to give.

    What was proven before this sign-in is not enough to set one up by.
    """
    if not progress.attempt.fresh or not is_open(progress):
        return False
    return progress.pool.mfa is MfaMode.ON and not choices(progress)


def can_follow(progress: Progress) -> bool:
    """Whether what is owed beside the first factor can be given, or set up, after this one."""
    may_register = SecondFactor.SOFTWARE_TOKEN in progress.pool.offers
    return not is_open(progress) or bool(choices(progress)) or may_register


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


def _raising(progress: Progress, user: User) -> tuple[SecondFactor, ...]:
    """Return the factors with which the sign-in reaches the level that it aims at."""
    attempt = progress.attempt
    return tuple(
        factor
        for factor in _provable(progress.pool, user)
        if level({*attempt.proven, _PROVES[factor]}) >= attempt.target_level
    )


def _provable(pool: UserPool, user: User) -> tuple[SecondFactor, ...]:
    """Return what the user can prove, be it switched on or not; no address that he never proved."""
    reachable = {*_lending(pool), *active(pool, user)} - {SecondFactor.SOFTWARE_TOKEN}
    has = {factor for factor in reachable if user.is_verified(FACTOR_ADDRESSES[factor])}
    if user.factors.token_verified:
        has.add(SecondFactor.SOFTWARE_TOKEN)
    return tuple(factor for factor in SecondFactor if factor in has)


def _lending(pool: UserPool) -> tuple[SecondFactor, ...]:
    """Return the codes that the pool has in use, as second factor or as first."""
    return tuple(
        factor
        for factor, name in ((SecondFactor.SMS, "SMS_OTP"), (SecondFactor.EMAIL, "EMAIL_OTP"))
        if factor in pool.offers or name in pool.first_factors
    )
