"""Two threads for a channel: one that asks, and one that steps in while the first is held up."""

from __future__ import annotations

import threading
from collections import Counter

from app.rounds import stop_all
from app.senders import senders
from tests.support.fakes import ListReporter


def test_the_second_sends_while_the_first_is_held_up() -> None:
    """A server that keeps one thread waiting does not keep the next message waiting."""
    asked, go_on = threading.Semaphore(0), threading.Event()

    def send() -> None:
        asked.release()
        go_on.wait(10)

    rounds = senders("send", send, 0.01, ListReporter())
    for each in rounds:
        each.start()
    try:
        assert all(asked.acquire(timeout=5) for _ in range(2))
        assert not asked.acquire(timeout=0.1)
    finally:
        go_on.set()
        stop_all(rounds)


def test_of_two_who_are_idle_one_asks() -> None:
    """Nothing is due: the store is asked once a round, and again after a failure."""
    by_thread: Counter[int] = Counter()
    asked = threading.Semaphore(0)

    def send() -> None:
        by_thread[threading.get_ident()] += 1
        asked.release()
        raise RuntimeError("the store is away")

    rounds = senders("send", send, 0.01, ListReporter())
    for each in rounds:
        each.start()
    assert all(asked.acquire(timeout=5) for _ in range(20))
    stop_all(rounds)

    assert max(by_thread.values()) > 0.8 * by_thread.total()
