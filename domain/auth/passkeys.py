"""Passkeys in a sign-in: which of the user's can be asked for, and what is asked of them."""

from __future__ import annotations

from domain.accounts import decoy, relying_party
from domain.auth import second_factors
from domain.auth.step import Kit, Progress
from domain.model.passkey import Passkey
from domain.model.pool import MfaMode, UserPool


def usable(progress: Progress) -> tuple[Passkey, ...]:
    """Return the passkeys by which the user can sign in here, newest first.

    Where two factors are owed they are none, unless one stands for both.
    """
    user, pool = progress.user, progress.pool
    if user is None or (second_factors.is_owed(pool, user) and not stands_for_two(pool)):
        return ()
    return relying_party.usable(pool, progress.belongings.passkeys)


def stands_for_two(pool: UserPool) -> bool:
    """Whether a passkey is all that is asked of who owes two factors."""
    return relying_party.relying_party(pool).multi_factor


def allowed(progress: Progress, kit: Kit) -> tuple[Passkey, ...]:
    """Return what is asked for: the usable passkeys, or one that nobody has."""
    pool, attempt = progress.pool, progress.attempt
    return usable(progress) or (
        decoy.simulated_passkey(kit.sealer, pool, attempt.name, attempt.sub),
    )


def seems_to_have_one(progress: Progress, kit: Kit) -> bool:
    """Whether somebody who has no passkey is asked for one: every second name, always the same.

    Were it all of them or none, what is asked would tell who exists (ruling 11).
    """
    pool = progress.pool
    return (
        relying_party.lets_passkeys_in(pool)
        and relying_party.relying_party_id(pool) is not None
        and decoy.seems_to_have_passkey(kit.sealer, pool, progress.attempt.name)
    )


def requires_verification(progress: Progress) -> bool:
    """Whether the authenticator must verify its user.

    So it must where a passkey may stand for two factors in the pool. It is the same for everybody:
    were it asked of those only who owe a second factor, the challenge would tell of a name that it
    exists (SEC-52).
    """
    pool = progress.pool
    party = relying_party.relying_party(pool)
    return party.requires_verification or (party.multi_factor and pool.mfa is not MfaMode.OFF)
