"""The lock on password guessing, as Cognito documents it (auth-flows.md 9)."""

from __future__ import annotations

from typing import Final

FREE_ATTEMPTS: Final = 4
"""Failures that cost nothing; the next one locks for a second, each further one twice as long."""

LONGEST_LOCK_MS: Final = 900_000
QUIET_MS: Final = 900_000
"""So long after the end of its last lock, without an attempt, a run of failures is forgotten."""

DOUBLINGS_MAX: Final = 10
"""2^10 s is above the longest lock; further failures change nothing."""


def lock_ms(failures: int) -> int:
    """Return for how long the user is locked after the last of `failures` wrong passwords."""
    if failures <= FREE_ATTEMPTS:
        return 0
    doublings: int = min(failures - FREE_ATTEMPTS - 1, DOUBLINGS_MAX)
    return min(1_000 << doublings, LONGEST_LOCK_MS)


def is_locked(failures: int, last_attempt_at_ms: int, now_ms: int) -> bool:
    """Whether a password may not even be compared now.

    A clock that was set back (or that of another replica) neither lifts a lock nor makes one out
    of failures that cost nothing: the time since the last attempt is taken as none.
    """
    return max(now_ms - last_attempt_at_ms, 0) < lock_ms(failures)


def is_forgotten(failures: int, last_attempt_at_ms: int, now_ms: int) -> bool:
    """Whether a run of failures is over, so that the next attempt counts as the first.

    The quiet time begins when the lock ends: else the longest lock would itself wipe the count,
    and who waits it out would have five guesses again.
    """
    return now_ms - last_attempt_at_ms >= lock_ms(failures) + QUIET_MS
