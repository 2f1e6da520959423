"""What a user can begin a choice-based sign-in with, and how he takes up one of it (USER_AUTH).

Shared by the flow, which may name a preference, the hub CHOICE and the challenge SELECT_CHALLENGE.
"""

from __future__ import annotations

from typing import Final

from domain.auth import second_factors, srp_proof
from domain.auth.passkeys import seems_to_have_one, stands_for_two, usable
from domain.auth.password_proof import prove_password
from domain.auth.second_factors import within_reach
from domain.auth.step import Answers, Claim, Kit, Progress
from domain.messages.addressing import EMAIL, PHONE_NUMBER
from domain.model.attempt import State
from domain.model.factors import Factor
from domain.model.identifiers import Secret
from domain.model.pool import UserPool
from domain.model.user import User, UserStatus

FIRST_FACTORS: Final = (
    State.PASSWORD_SRP,
    State.PASSWORD,
    State.EMAIL_OTP,
    State.SMS_OTP,
    State.WEB_AUTHN,
)
"""Everything that can be chosen, in the order of AvailableChallenges (recorded)."""

_PROVES: Final = {
    State.PASSWORD_SRP: Factor.PASSWORD,
    State.PASSWORD: Factor.PASSWORD,
    State.EMAIL_OTP: Factor.EMAIL,
    State.SMS_OTP: Factor.SMS,
    State.WEB_AUTHN: Factor.PLATFORM_PASSKEY,
}
"""What each proves; a roaming passkey is as good as one of the platform."""

_PASSWORDS: Final = frozenset({State.PASSWORD_SRP, State.PASSWORD})


def offered(progress: Progress, kit: Kit) -> tuple[State, ...]:
    """Return what can be chosen in this sign-in, in order.

    That is nothing only where it aims at a level to which nothing leads. Who does not exist, or has
    nothing to begin with, is offered what a typical user of the pool has: no proof of his will be
    right, and nobody learns from the list that he is none (ruling 11).
    """
    user, pool = progress.user, progress.pool
    found = _allowed(pool) & _of(progress, user) if user is not None else frozenset()
    found = found or _allowed(pool) & _of_typical(progress, kit)
    if kit.srp_verifiers == "never":
        found -= {State.PASSWORD_SRP}
    return tuple(state for state in FIRST_FACTORS if state in found and _leads(progress, state))


def may_get_code(user: User, attribute: str) -> bool:
    """Whether a code to that address can be what the user's sign-in begins with."""
    return user.status is not UserStatus.EXTERNAL_PROVIDER and user.is_verified(attribute)


def claim_of(choice: str | None, answers: Answers) -> Claim:
    """Return what a choice claims: a password that comes with it is a guess like any other."""
    if choice == State.PASSWORD and answers.get("PASSWORD"):
        return Claim.PASSWORD
    if choice == State.WEB_AUTHN and answers.get("CREDENTIAL"):
        return Claim.ONCE
    return Claim.NOTHING


def take_up(progress: Progress, choice: State, answers: Answers, kit: Kit) -> Progress:
    """Return the progress with the choice made, and proven as far as the same request proves it.

    Raises NotAuthorizedException for a wrong password, InvalidParameterException for a bad SRP_A.
    """
    if choice is State.PASSWORD and answers.get("PASSWORD"):
        return prove_password(progress, Secret(answers["PASSWORD"]), kit)
    if choice is State.PASSWORD_SRP and answers.get("SRP_A"):
        progress = srp_proof.begun(progress, answers["SRP_A"])
    return progress.choosing(choice)


def _leads(progress: Progress, state: State) -> bool:
    """Whether the level that is aimed at can be reached after this, with what is proven already."""
    attempt = progress.attempt
    return within_reach(progress, {*attempt.proven, _PROVES[state]}) >= attempt.target_level


def _allowed(pool: UserPool) -> frozenset[State]:
    """Return what the pool lets a sign-in begin with; PASSWORD stands for both ways to prove it."""
    allowed = frozenset(state for state in FIRST_FACTORS if state in pool.first_factors)
    return allowed | _PASSWORDS if State.PASSWORD in allowed else allowed


def _of(progress: Progress, user: User) -> frozenset[State]:
    """Return what the user has: where two factors are owed, passwords and what stands for two."""
    credentials = progress.credentials
    has_password = credentials is not None and credentials.password_hash is not None
    passwords = _PASSWORDS if has_password else frozenset()
    if user.status is UserStatus.FORCE_CHANGE_PASSWORD:
        return passwords
    passkeys = frozenset({State.WEB_AUTHN}) if usable(progress) else frozenset()
    if second_factors.is_owed(progress.pool, user):
        return passwords | passkeys
    codes = {
        state
        for state, attribute in ((State.EMAIL_OTP, EMAIL), (State.SMS_OTP, PHONE_NUMBER))
        if may_get_code(user, attribute)
    }
    return passwords | passkeys | codes


def _of_typical(progress: Progress, kit: Kit) -> frozenset[State]:
    """Return what the users have who use all that the pool was set up for, second factors apart."""
    pool = progress.pool
    passkeys = {State.WEB_AUTHN} if seems_to_have_one(progress, kit) else set()
    if second_factors.is_owed(pool, None):
        return _PASSWORDS | passkeys if stands_for_two(pool) else _PASSWORDS
    return _PASSWORDS | {State.EMAIL_OTP, State.SMS_OTP} | passkeys
