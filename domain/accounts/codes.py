"""One-time codes: drawn, kept as keyed hashes, counted before they are compared (SEC-16 to 20)."""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from typing import Final

from domain import texts
from domain.accounts.limits import TRIES_PER_CODE
from domain.errors import CodeMismatchException, ExpiredCodeException, LimitExceededException
from domain.messages.addressing import Address
from domain.messages.lifetimes import CODE_LIFETIME_MS
from domain.model.code import CodePurpose, OneTimeCode
from domain.model.identifiers import PoolId, Sub
from domain.model.pool import UserPool
from domain.model.user import User
from domain.ports.attempts import Budget
from domain.ports.bundle import Ports
from domain.ports.store import Unit

_DIGITS: Final = 6
_DIGEST_BYTES: Final = 32


@dataclass(frozen=True, slots=True, kw_only=True)
class FreshCode:
    """A new code: what its user is told, and what is stored."""

    digits: str = field(repr=False)
    row: OneTimeCode


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """An answer to a code, by whom and under which hourly budget."""

    pool: UserPool
    sub: Sub
    purpose: CodePurpose
    budget: Budget
    answer: str = field(repr=False)


class OneTimeCodes:
    """Makes codes and checks answers to them."""

    def __init__(self, ports: Ports) -> None:
        self._store = ports.store
        self._sealer = ports.sealer
        self._clock = ports.clock
        self._entropy = ports.entropy

    def fresh(self, pool: UserPool, sub: Sub, purpose: CodePurpose, address: Address) -> FreshCode:
        """Draw a code that proves that the user reads what is sent to `address`."""
        digits = f"{self._entropy.below(10**_DIGITS):0{_DIGITS}d}"
        code_id = self._entropy.uuid()
        return FreshCode(
            digits=digits,
            row=OneTimeCode(
                pool_id=pool.id,
                sub=sub,
                purpose=purpose,
                id=code_id,
                digest=self._digest(pool, sub, purpose, (address.value, code_id, digits)),
                attribute=address.attribute,
                destination=address.value,
                expires_at_ms=self._clock.now_ms() + CODE_LIFETIME_MS[purpose],
            ),
        )

    def decoy(self, pool_id: PoolId, sub: Sub, purpose: CodePurpose) -> OneTimeCode:
        """Return a code that nobody was told and no answer matches, for who only seems to exist."""
        return OneTimeCode(
            pool_id=pool_id,
            sub=sub,
            purpose=purpose,
            id=self._entropy.uuid(),
            digest=self._entropy.bytes(_DIGEST_BYTES),
            expires_at_ms=self._clock.now_ms() + CODE_LIFETIME_MS[purpose],
        )

    def check(self, guess: Guess, *, simulated: bool = False) -> OneTimeCode:
        """Return the code that the answer matches; whoever acts on it consumes it.

        Budget and try are taken and committed before anything is compared, so that no parallel
        answer and no later rollback gets them back (SEC-16). With `simulated` a user who does not
        exist has a code of a sign-up that nobody can match. Raises LimitExceededException,
        ExpiredCodeException or CodeMismatchException.
        """
        now_ms = self._clock.now_ms()
        pool_id = guess.pool.id
        waiting: OneTimeCode | None = None
        with self._store.writing() as unit:
            within_budget = unit.budgets.spend(pool_id, guess.sub, guess.budget, now_ms)
            if within_budget and simulated:
                self._stand_in(unit, guess)
            if within_budget:
                waiting = unit.codes.claim(
                    pool_id, guess.sub, guess.purpose, now_ms, TRIES_PER_CODE
                )
        if not within_budget:
            raise LimitExceededException(texts.ATTEMPT_LIMIT_EXCEEDED)
        if waiting is None:
            raise ExpiredCodeException(texts.CODE_EXPIRED)
        if not self._matches(guess, waiting):
            raise CodeMismatchException(texts.CODE_MISMATCH)
        return waiting

    def _stand_in(self, unit: Unit, guess: Guess) -> None:
        if unit.codes.get(guess.pool.id, guess.sub, guess.purpose) is None:
            unit.codes.put(self.decoy(guess.pool.id, guess.sub, guess.purpose))

    def _matches(self, guess: Guess, waiting: OneTimeCode) -> bool:
        """Compare in constant time, digit for digit: no other script's digits, no blanks."""
        parts = (waiting.destination or "", waiting.id, guess.answer)
        expected = self._digest(guess.pool, guess.sub, guess.purpose, parts)
        return hmac.compare_digest(expected, waiting.digest)

    def _digest(
        self, pool: UserPool, sub: Sub, purpose: CodePurpose, parts: tuple[str, str, str]
    ) -> bytes:
        return self._sealer.mac(pool.keys, "code", pool.id, sub, purpose.value, *parts)


def require_same_address(code: OneTimeCode, user: User) -> None:
    """Refuse a code that was sent to an address which is no longer the user's (SEC-20).

    Raises ExpiredCodeException.
    """
    if code.attribute is None or user.attributes.get(code.attribute) != code.destination:
        raise ExpiredCodeException(texts.CODE_EXPIRED)


def consume(unit: Unit, code: OneTimeCode) -> None:
    """Use the code up inside the unit that has its effect: of parallel answers one gets here.

    Raises ExpiredCodeException, which takes the unit back.
    """
    if not unit.codes.consume(code.pool_id, code.sub, code.purpose, code.id):
        raise ExpiredCodeException(texts.CODE_EXPIRED)
