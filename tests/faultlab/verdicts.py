"""What clients may be told while a store is away, and how soon it must work again after it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Final

from tests.faultlab.journal import Journal
from tests.faultlab.life import COME_BACK, PROMISES_NOTHING
from tests.faultlab.nursery import Nursling
from tests.faultlab.ready import health

ANSWERS_WITHIN_S: Final = 5.0
RECOVERS_WITHIN_S: Final = 2.0
NOTICES_WITHIN_S: Final = 1.0
PATIENCE_S: Final = 10.0
TOLERATED: Final = frozenset({PROMISES_NOTHING, COME_BACK})


def health_fault(server: Nursling, readiness: int) -> str | None:
    """Return what is wrong with a server's health; it lives always, whatever its store does.

    Its readiness follows the store within a moment: what is left of a killed PostgreSQL may answer
    once more.
    """
    noticed_s = time.monotonic() + NOTICES_WITHIN_S
    while True:
        lives, _ = health(server.port, "/livez")
        ready, told = health(server.port, "/readyz")
        if lives == 200 and ready == readiness:
            return None
        if lives != 200 or time.monotonic() > noticed_s:
            break
        time.sleep(0.02)
    return f"/livez {lives}, /readyz {ready} {told}, expected 200 and {readiness}"


def answers_amiss(journal: Journal, within_s: float = ANSWERS_WITHIN_S) -> Iterator[str]:
    """Yield what clients were told that they should not be told while a store is away."""
    amiss = journal.errors() - TOLERATED
    if amiss:
        yield f"answers during the fault: {sorted(amiss)}"
    if journal.slowest_s() > within_s:
        yield f"an answer took {journal.slowest_s():.1f} s"


def recovery_fault(journal: Journal, port: int, back_s: float) -> str | None:
    """Wait for the first success of a server after the fault; return what is wrong with it."""
    while time.monotonic() < back_s + PATIENCE_S:
        success_s = journal.first_success_s(port, back_s)
        if success_s is not None:
            took_s = success_s - back_s
            return f"recovery took {took_s:.1f} s" if took_s > RECOVERS_WITHIN_S else None
        time.sleep(0.02)
    return f"no recovery within {PATIENCE_S} s"
