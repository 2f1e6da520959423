"""What becomes of a user's second factors when some are switched on, off or preferred.

From values to values (mfa-and-devices.md 2.1); set_mfa_preference stores what comes of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from domain import texts
from domain.errors import InvalidParameterException
from domain.messages.addressing import FACTOR_ADDRESSES
from domain.model.factors import SecondFactor, UserFactors
from domain.model.pool import MfaMode, UserPool
from domain.model.user import User


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is wanted of one factor; None is what was not said."""

    enabled: bool | None = None
    preferred: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preference:
    """SetUserMFAPreference: the factors that are named, all others stay as they are."""

    wishes: Mapping[SecondFactor, Wish] = field(default_factory=dict)
    passkey: bool | None = None


def switched_on(factors: UserFactors, factor: SecondFactor) -> UserFactors:
    """Return the factors with one more on; it is preferred if none is."""
    on = _with(factors, {*factors.enabled, factor})
    return replace(on, preferred=on.preferred or factor)


def switched_off(factors: UserFactors, factor: SecondFactor) -> UserFactors:
    """Return the factors with one less on; what was preferred of it, and rested on it, goes too."""
    off = _with(factors, set(factors.enabled) - {factor})
    return replace(
        off,
        preferred=None if off.preferred is factor else off.preferred,
        # A passkey alone would lock its user out where its authenticator is lost.
        passkey_mfa=off.passkey_mfa and bool(off.enabled),
        sms_by_settings=off.sms_by_settings and factor is not SecondFactor.SMS,
    )


def can_give(user: User, factor: SecondFactor) -> bool:
    """Whether the user can be asked for the factor: he has an address, or has proven a token."""
    if factor is SecondFactor.SOFTWARE_TOKEN:
        return user.factors.token_verified
    return user.has(FACTOR_ADDRESSES[factor])


def guarded_addresses(pool: UserPool, user: User) -> frozenset[str]:
    """Return the attributes that second factors of the user go to, or would at his next sign-in.

    Who has proven no more than a password must not put another address in their place, nor take
    them away: the factor would be his, or would not be asked for.
    """
    asked_for = pool.offers if pool.mfa is MfaMode.ON else ()
    return frozenset(
        FACTOR_ADDRESSES[factor]
        for factor in {*user.factors.enabled, *asked_for}
        if factor in FACTOR_ADDRESSES and user.has(FACTOR_ADDRESSES[factor])
    )


def preferring(pool: UserPool, user: User, preference: Preference) -> UserFactors:
    """Return the user's factors as he, or an administrator, wants them.

    Raises InvalidParameterException for what the pool or the user does not have, or if two are
    preferred.
    """
    if sum(wish.preferred is True for wish in preference.wishes.values()) > 1:
        raise InvalidParameterException(texts.SEVERAL_PREFERRED)
    factors = user.factors
    # On before off: what rests on having any factor at all must not fall over one that comes.
    by_wish = sorted(
        preference.wishes.items(), key=lambda each: not _is_wanted(user.factors, *each)
    )
    for factor, wish in by_wish:
        if _is_wanted(factors, factor, wish):
            _check_possible(pool, user, factor)
            factors = _preferred(_with(factors, {*factors.enabled, factor}), factor, wish)
        elif wish.preferred:
            raise InvalidParameterException(_preferred_but_off(factor))
        else:
            factors = switched_off(factors, factor)
    if preference.passkey is None:
        return factors
    if preference.passkey:
        _check_passkey(pool, factors)
    return replace(factors, passkey_mfa=preference.passkey)


def by_text_message(pool: UserPool, user: User, *, wanted: bool) -> UserFactors:
    """Return the user's factors after the older SetUserSettings, which knows text messages alone.

    Raises InvalidParameterException as `preferring`.
    """
    if not wanted:
        return switched_off(user.factors, SecondFactor.SMS)
    _check_possible(pool, user, SecondFactor.SMS)
    on = _with(user.factors, {*user.factors.enabled, SecondFactor.SMS})
    return replace(on, sms_by_settings=True)


def _with(factors: UserFactors, enabled: set[SecondFactor]) -> UserFactors:
    return replace(factors, enabled=tuple(each for each in SecondFactor if each in enabled))


def _is_wanted(factors: UserFactors, factor: SecondFactor, wish: Wish) -> bool:
    """Whether the factor is to be on; to prefer one that is on needs no second word."""
    if wish.enabled is None:
        return wish.preferred is True and factor in factors.enabled
    return wish.enabled


def _preferred(factors: UserFactors, factor: SecondFactor, wish: Wish) -> UserFactors:
    if wish.preferred:
        return replace(factors, preferred=factor)
    if wish.preferred is False and factors.preferred is factor:
        return replace(factors, preferred=None)
    return factors


def _check_possible(pool: UserPool, user: User, factor: SecondFactor) -> None:
    if factor not in pool.offers and factor not in user.factors.enabled:
        raise InvalidParameterException(_factor_not_offered(factor))
    if not can_give(user, factor):
        raise InvalidParameterException(_no_delivery_for(factor))


def _check_passkey(pool: UserPool, factors: UserFactors) -> None:
    """Refuse passkeys as a second factor where the pool has none, or without another (documented).

    Raises InvalidParameterException.
    """
    party = pool.second_factors.relying_party
    if party is None or not party.multi_factor:
        raise InvalidParameterException(texts.PASSKEY_MFA_NOT_OFFERED)
    if not factors.enabled:
        raise InvalidParameterException(texts.PASSKEY_MFA_ALONE)


def _factor_not_offered(factor: str) -> str:
    """InvalidParameterException: a user switches on what his pool does not offer."""
    return f"User pool does not have {factor} enabled."


def _no_delivery_for(factor: str) -> str:
    """InvalidParameterException: a user switches on what he has no address or token for."""
    return f"User does not have delivery config set to turn on {factor}"


def _preferred_but_off(factor: str) -> str:
    """InvalidParameterException: a user prefers what is switched off."""
    return f"{factor} cannot be preferred, since it is not turned on."
