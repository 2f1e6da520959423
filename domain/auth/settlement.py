"""What a sign-in writes: claims before a comparison, and all its effects at once after it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from domain import texts
from domain.accounts.aliases import exchange_names
from domain.accounts.limits import TRIES_PER_ATTEMPT, sign_in_codes
from domain.auth.effects import BUDGETS, HIS_ROWS, MESSAGES
from domain.auth.step import Progress
from domain.errors import (
    AliasExistsException,
    CognitoError,
    NotAuthorizedException,
    TooManyRequestsException,
)
from domain.model.attempt import Attempt
from domain.model.factors import Factor
from domain.model.token import TokenFamily
from domain.model.user import Credentials
from domain.ports.attempts import Budget
from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store, Unit

CLOCKS_DIFFER_MS: Final = 300_000
"""For how long an id stays spent after its attempt is over.

Otherwise a process whose clock is ahead would sweep it while one whose clock is behind still takes
the attempt, which could be answered again there.
"""

_SPARED: Final = "spared/"
_ANSWERED_AGAIN: Final = "answered again/"

_ATTEMPT_MAX_S: Final = 900
"""The longest that an attempt lives (AuthSessionValidity of 15 minutes)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """What the step that was passed leaves to be written.

    `spend` is the attempt whose id is used up by it, `spent` the one that a claim has used up
    already (both None where there is none), `clear_lock` says that a right password ends the run of
    wrong ones, and `before` is what had been proven before the request.
    """

    spend: Attempt | None = None
    spent: Attempt | None = None
    clear_lock: bool = False
    before: tuple[Factor, ...] = ()

    def is_right(self, progress: Progress) -> bool:
        """Whether this very request has proven a factor."""
        return progress.attempt.proven != self.before


class Settlement:
    """Writes for the machine; every method is one unit of work."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def claim_guess(self, progress: Progress, spend: tuple[Attempt, CognitoError] | None) -> bool:
        """Count a password guess, and spend the attempt it answers, before anything is compared.

        Committed on its own, so that nothing that happens later takes the count back (SEC-16): of
        any number of parallel answers to one attempt one is compared, and of parallel guesses no
        more than the lock allows. `spend` is the attempt with the refusal of another answer. True
        is returned for the second answer to an attempt that was spared. Raises that refusal, or
        NotAuthorizedException.
        """
        attempt = progress.attempt
        with self._store.writing() as unit:
            is_second = spend is not None and _claim_use(unit, *spend)
            if not unit.locks.claim(attempt.pool_id, attempt.sub, progress.now_ms):
                raise NotAuthorizedException(texts.PASSWORD_ATTEMPTS_EXCEEDED)
        return is_second

    def claim_once(self, attempt: Attempt, refusal: CognitoError) -> bool:
        """Spend the attempt before its answer is compared; another answer gets the refusal.

        True is returned for the second answer to an attempt that was spared.
        """
        with self._store.writing() as unit:
            return _claim_use(unit, attempt, refusal)

    def spare(self, progress: Progress, due: Due) -> None:
        """Let an attempt that a claim has used up be answered once more.

        For an answer whose proof was right, and for no other, so that no guess is gained: what it
        was refused for is something else.
        """
        if not due.is_right(progress):
            return
        attempt = progress.attempt
        with self._store.writing() as unit:
            if due.spent is not None:
                _note(unit, due.spent, _SPARED)
            if due.clear_lock:
                unit.locks.clear(attempt.pool_id, attempt.sub)

    def forgive(self, progress: Progress, due: Due) -> None:
        """Forget the failures of a right password that something else was refused for."""
        attempt = progress.attempt
        if due.clear_lock and due.is_right(progress):
            with self._store.writing() as unit:
                unit.locks.clear(attempt.pool_id, attempt.sub)

    def claim_try(self, progress: Progress) -> None:
        """Count an answer to a code, on the attempt and on its user, before it is compared.

        Raises NotAuthorizedException for an attempt that was used or has no tries left,
        TooManyRequestsException if the user has none (ruling 38).
        """
        attempt, now_ms = progress.attempt, progress.now_ms
        pool_id, sub = attempt.pool_id, attempt.sub
        tries = Budget(
            name=f"tries/{attempt.id}", limit=TRIES_PER_ATTEMPT, window_s=2 * _ATTEMPT_MAX_S
        )
        with self._store.writing() as unit:
            if unit.spent.is_spent(pool_id, sub, attempt.id):
                raise NotAuthorizedException(texts.SESSION_SPENT)
            if not unit.budgets.spend(pool_id, sub, tries, now_ms):
                raise NotAuthorizedException(texts.INVALID_SESSION)
            for budget in sign_in_codes(attempt):
                if not unit.budgets.spend(pool_id, sub, budget, now_ms):
                    raise TooManyRequestsException(texts.ATTEMPT_LIMIT_EXCEEDED)

    def record(self, progress: Progress, due: Due, family: TokenFamily | None = None) -> None:
        """Write everything that the request changed, or nothing.

        Raises NotAuthorizedException if the attempt was used meanwhile or the user is another than
        the one who was checked, AliasExistsException if a name he now has is somebody else's, and
        what an effect raises.
        """
        try:
            with self._store.writing() as unit:
                if due.spend is not None and not _spend(unit, due.spend):
                    raise NotAuthorizedException(texts.SESSION_SPENT)
                _apply(unit, progress, range(HIS_ROWS))
                _save_user(unit, progress)
                if family is not None and progress.user is not None:
                    unit.families.add(family, progress.user.epoch)
                _save_credentials(unit, progress)
                _apply(unit, progress, range(HIS_ROWS, BUDGETS))
                if due.clear_lock:
                    unit.locks.clear(progress.attempt.pool_id, progress.attempt.sub)
                _apply(unit, progress, range(BUDGETS, MESSAGES + 1))
        except (Missing, Stale) as changed:
            # Deleted, disabled, signed out or given another password since it was read.
            raise NotAuthorizedException(texts.INVALID_SESSION) from changed
        except Taken as taken:
            raise AliasExistsException(texts.alias_taken(taken.what)) from taken

    def has_anything(self, progress: Progress, due: Due) -> bool:
        """Whether `record` would write something, for a request that only asks on."""
        return (
            due.spend is not None
            or due.clear_lock
            or bool(progress.effects)
            or progress.user_changed
            or progress.credentials_changed
            or progress.renewed_credentials is not None
        )


def _apply(unit: Unit, progress: Progress, ranks: range) -> None:
    """Write the effects of these ranks, lower ones first."""
    for effect in sorted(progress.effects, key=lambda each: each.rank):
        if effect.rank in ranks:
            effect.apply(unit)


def _spend(unit: Unit, attempt: Attempt) -> bool:
    return _note(unit, attempt, "")


def _claim_use(unit: Unit, attempt: Attempt, refusal: CognitoError) -> bool:
    """Spend the attempt, or its second answer (then True): of each, one caller gets it."""
    if _spend(unit, attempt):
        return False
    was_spared = unit.spent.is_spent(attempt.pool_id, attempt.sub, f"{_SPARED}{attempt.id}")
    if not (was_spared and _note(unit, attempt, _ANSWERED_AGAIN)):
        raise refusal
    return True


def _note(unit: Unit, attempt: Attempt, what: str) -> bool:
    """Remember something about the attempt for as long as it lives anywhere; False if it was."""
    kept_until_ms = attempt.expires_at_ms + CLOCKS_DIFFER_MS
    return unit.spent.spend(attempt.pool_id, attempt.sub, f"{what}{attempt.id}", kept_until_ms)


def _save_user(unit: Unit, progress: Progress) -> None:
    user = progress.user
    if user is not None and progress.user_changed:
        unit.users.save(user)
        exchange_names(unit, progress.pool, progress.standing.user, user)


def _save_credentials(unit: Unit, progress: Progress) -> None:
    credentials = progress.credentials
    if credentials is None:
        return
    if progress.credentials_changed:
        unit.credentials.save(credentials)
    elif progress.renewed_credentials is not None:
        _renew(unit, credentials, progress.renewed_credentials)


def _renew(unit: Unit, kept: Credentials, renewed: Credentials) -> None:
    """Write the hash, and the verifier where there was none."""
    if renewed.password_hash is not None:
        verifier = renewed.sealed_verifier if kept.sealed_verifier is None else None
        unit.credentials.replace_hash(
            kept.pool_id, kept.sub, kept.generation, renewed.password_hash, verifier
        )
