"""What the port `Locks` promises; the rule is that of `domain.model.lockout`."""

from __future__ import annotations

import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.promises import promises
from adapters.storage.conformance.world import standing
from domain.model.identifiers import PoolId, Sub
from domain.model.lockout import DOUBLINGS_MAX, FREE_ATTEMPTS, QUIET_MS, lock_ms
from domain.ports.attempts import Locks
from domain.ports.store import Store

FIRST_LOCK = FREE_ATTEMPTS + 1
"""The failure after which the user is locked."""


def _claim(store: Store, now_ms: int, sub: Sub = s.SUB, pool_id: PoolId = s.POOL_ID) -> bool:
    with store.writing() as unit:
        return unit.locks.claim(pool_id, sub, now_ms)


def _fail(store: Store, count: int) -> int:
    """Fail that often, each time as soon as allowed; return the time of the last failure."""
    now_ms = s.NOW_MS
    for failures in range(count):
        now_ms += lock_ms(failures)
        assert _claim(store, now_ms)
    return now_ms


def _counted(store: Store, sub: Sub = s.SUB) -> tuple[int, int]:
    found = standing(store, sub)
    return found.failures, found.last_attempt_at_ms


class TestLocks:
    """The lock on password guessing."""

    @promises(Locks.claim, "Count a failure in advance and return True")
    def test_the_first_failures_are_free(self, store: Store) -> None:
        """The free attempts and one more are given at once, and each is counted."""
        claims = [_claim(store, s.NOW_MS) for _ in range(FIRST_LOCK)]

        assert claims == [True] * FIRST_LOCK
        assert _counted(store) == (FIRST_LOCK, s.NOW_MS)

    @promises(Locks.claim, "or return False while the user is locked.")
    @pytest.mark.parametrize("failures", range(FIRST_LOCK, FIRST_LOCK + DOUBLINGS_MAX + 1))
    def test_a_lock_ends_at_its_time(self, store: Store, failures: int) -> None:
        """A millisecond before its end a lock refuses and counts nothing; at its end it lets go."""
        last_ms = _fail(store, failures)
        end_ms = last_ms + lock_ms(failures)

        assert not _claim(store, last_ms)
        assert not _claim(store, end_ms - 1)
        assert _counted(store) == (failures, last_ms)
        assert _claim(store, end_ms)

    @promises(Locks.claim, "QUIET_MS after the end of the last lock, counting starts again.")
    def test_a_quiet_time_forgets_the_failures(self, store: Store) -> None:
        """Failures count on until the user was quiet for long enough, then from one."""
        last_ms = _fail(store, 3)

        assert _claim(store, last_ms + QUIET_MS - 1)
        assert _counted(store) == (4, last_ms + QUIET_MS - 1)
        assert _claim(store, last_ms + 2 * QUIET_MS - 1)
        assert _counted(store) == (1, last_ms + 2 * QUIET_MS - 1)

    @promises(Locks.claim, "QUIET_MS after the end of the last lock, counting starts again.")
    @pytest.mark.parametrize("failures", [FIRST_LOCK, FIRST_LOCK + DOUBLINGS_MAX])
    def test_a_lock_that_was_waited_out_forgets_nothing(self, store: Store, failures: int) -> None:
        """The quiet time begins where the lock ends, even where the two are equally long."""
        last_ms = _fail(store, failures)
        almost_ms = last_ms + lock_ms(failures) + QUIET_MS - 1

        assert _claim(store, almost_ms)
        assert _counted(store) == (failures + 1, almost_ms)
        over_ms = almost_ms + lock_ms(failures + 1) + QUIET_MS
        assert _claim(store, over_ms)
        assert _counted(store) == (1, over_ms)

    @promises(Locks.claim, "The time of the last attempt never goes back.")
    def test_a_clock_that_goes_back_lifts_no_lock(self, store: Store) -> None:
        """With an earlier clock free attempts stay free, and a lock holds until its time."""
        assert _claim(store, s.NOW_MS)
        early = [_claim(store, s.NOW_MS - s.DAY_MS) for _ in range(FREE_ATTEMPTS)]
        assert early == [True] * FREE_ATTEMPTS
        assert _counted(store) == (FIRST_LOCK, s.NOW_MS)

        assert not _claim(store, s.NOW_MS - s.DAY_MS)
        assert not _claim(store, s.NOW_MS + lock_ms(FIRST_LOCK) - 1)
        assert _claim(store, s.NOW_MS + lock_ms(FIRST_LOCK))

    @promises(Locks.clear, "Forget all failures of the user.")
    def test_a_cleared_user_starts_anew(self, store: Store) -> None:
        """After the right password there are no failures; those of others stay."""
        last_ms = _fail(store, FIRST_LOCK)
        _claim(store, s.NOW_MS, s.OTHER_SUB)
        _claim(store, s.NOW_MS, pool_id=s.OTHER_POOL_ID)

        with store.writing() as unit:
            unit.locks.clear(s.POOL_ID, s.SUB)

        assert _counted(store) == (0, 0)
        assert _counted(store, s.OTHER_SUB) == (1, s.NOW_MS)
        assert standing(store, s.SUB, s.OTHER_POOL_ID).failures == 1
        assert _claim(store, last_ms)

    @promises(Locks.clear, "Forget all failures of the user.")
    def test_who_never_failed_can_be_cleared(self, store: Store) -> None:
        """Clearing a user without failures does nothing."""
        with store.writing() as unit:
            unit.locks.clear(s.POOL_ID, s.SUB)

        assert _counted(store) == (0, 0)

    @promises(Locks.claim, "Count a failure in advance")
    def test_users_are_locked_apart(self, store: Store) -> None:
        """The lock of one user touches neither another nor his namesake in another pool."""
        last_ms = _fail(store, FIRST_LOCK)

        assert not _claim(store, last_ms)
        assert _claim(store, last_ms, s.OTHER_SUB)
        assert _claim(store, last_ms, pool_id=s.OTHER_POOL_ID)
