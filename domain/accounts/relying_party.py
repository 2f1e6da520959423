"""The relying party of a pool: what its passkeys are made for, and which of them it can use."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from domain.model.attempt import State
from domain.model.passkey import Passkey
from domain.model.pool import LITE, RelyingParty, UserPool

NOTHING_SAID: Final = RelyingParty()


def relying_party(pool: UserPool) -> RelyingParty:
    """Return what the pool says of passkeys, or that it says nothing."""
    return pool.second_factors.relying_party or NOTHING_SAID


def relying_party_id(pool: UserPool) -> str | None:
    """Return the domain that passkeys are made for, or None where none is set.

    The pool's own domain is not used instead: it serves no pages yet that could ask for one.
    """
    return relying_party(pool).id


def lets_passkeys_in(pool: UserPool) -> bool:
    """Whether sign-ins may begin by a passkey."""
    return State.WEB_AUTHN in pool.first_factors and pool.tier != LITE


def of_relying_party(pool: UserPool, passkeys: Iterable[Passkey]) -> tuple[Passkey, ...]:
    """Return the passkeys that an authenticator would use here: those of earlier ones are dead."""
    rp_id = relying_party_id(pool)
    return tuple(each for each in passkeys if each.rp_id == rp_id)


def usable(pool: UserPool, passkeys: Iterable[Passkey]) -> tuple[Passkey, ...]:
    """Return the passkeys by which a sign-in can begin."""
    return of_relying_party(pool, passkeys) if lets_passkeys_in(pool) else ()
