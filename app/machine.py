"""What this machine can do: the cores that a worker may count on, and how long a hash takes."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable

from domain.model.identifiers import Secret
from domain.ports.hasher import PasswordHasher


def cores(workers: int) -> int:
    """How many cores each worker process may count on; not those it is kept away from."""
    usable = len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    return max(1, usable // workers)


def hash_ms(hasher: PasswordHasher) -> float:
    """Measure a password hash, so that the queue for them holds about a second of work.

    The best of a few: whatever else the machine does at this moment only makes one longer.
    """
    return min(_timed_ms(lambda: hasher.verify_nobody(Secret("measure"))) for _ in range(3))


def _timed_ms(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000
