"""Repositories that bound guessing: the password lock, hourly budgets, things spent once.

Each is one conditional statement whose affected rows decide; never read, then write (SEC-16).
Keys are the canonical user (`sub`, or the simulated one of an unknown name), never what was typed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from domain.model.identifiers import PoolId, Sub


class Locks(Protocol):
    """Wrong passwords in a row (see `domain.model.lockout` for the rule)."""

    def claim(self, pool_id: PoolId, sub: Sub, now_ms: int) -> bool:
        """Count a failure in advance and return True, or return False while the user is locked.

        QUIET_MS after the end of the last lock, counting starts again. The time of the last attempt
        never goes back. The caller commits before it compares the password and calls `clear` when
        it was right.
        """
        ...

    def clear(self, pool_id: PoolId, sub: Sub) -> None:
        """Forget all failures of the user."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """So many uses in a window of so many seconds, counted from its first use."""

    name: str
    limit: int
    window_s: int


class Budgets(Protocol):
    """Uses of something bounded by user and hour, whatever operation asked for it (SEC-17)."""

    def spend(self, pool_id: PoolId, sub: Sub, budget: Budget, now_ms: int) -> bool:
        """Take one use and return True, or return False when the window's limit is used up.

        The window ends `window_s` after its first use, which the budget of that use decides; the
        next use after its end begins a new one. A refused use counts nothing.
        """
        ...

    def restore(self, pool_id: PoolId, sub: Sub, name: str) -> None:
        """Forget all uses of the budget of that name."""
        ...


class Spent(Protocol):
    """Ids of sealed values that were used, so that none is used twice."""

    def spend(self, pool_id: PoolId, sub: Sub, value_id: str, expires_at_ms: int) -> bool:
        """Remember the id; of any number of concurrent calls with one id exactly one gets True."""
        ...

    def is_spent(self, pool_id: PoolId, sub: Sub, value_id: str) -> bool:
        """Whether the id was spent, expired or not."""
        ...
