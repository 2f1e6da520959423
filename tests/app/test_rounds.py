"""Work beside the requests: it goes on whatever happens, and ends when told."""

from __future__ import annotations

import threading

from app.rounds import Rounds, stop_all
from tests.support.fakes import ListReporter


def test_rounds_go_on_until_stopped() -> None:
    """The work is done again and again, and not once more after the stop."""
    done = threading.Semaphore(0)
    rounds = Rounds("work", done.release, 0.01, ListReporter())

    rounds.start()
    assert all(done.acquire(timeout=5) for _ in range(3))
    stop_all([rounds])

    assert not rounds._thread.is_alive()


def test_a_failed_round_is_reported_and_followed() -> None:
    """A round that raises is told to the reporter by its class only; the next one tries again."""
    tried = threading.Semaphore(0)

    def fail() -> None:
        tried.release()
        raise RuntimeError("canary")

    reporter = ListReporter()
    rounds = Rounds("send", fail, 0.01, reporter)

    rounds.start()
    assert all(tried.acquire(timeout=5) for _ in range(2))
    stop_all([rounds])

    assert reporter.events[0] == ("round_failed", {"round": "send", "error": "RuntimeError"})
