"""Work beside the requests: it goes on whatever happens, and ends when told."""

from __future__ import annotations

import threading
import time

import pytest

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


def test_a_round_that_does_not_end_holds_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """All that are running get a time together, after which the stop goes on without them."""
    monkeypatch.setattr("app.rounds.STOP_WAIT_S", 0.2)
    going, go_on = threading.Event(), threading.Event()

    def stick() -> None:
        going.set()
        go_on.wait(10)

    stuck = [Rounds("work", stick, 0.01, ListReporter()) for _ in range(3)]
    for rounds in stuck:
        rounds.start()
    assert going.wait(5)
    started = time.monotonic()

    stop_all(stuck)

    assert 0.2 <= time.monotonic() - started < 2
    go_on.set()


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
