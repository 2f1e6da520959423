"""Work that is done again and again beside the requests: sending messages, sweeping."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from threading import Event, Thread
from typing import Final

from domain.ports.reporter import Reporter

STOP_WAIT_S: Final = 5.0


class Rounds:
    """Calls `work` every `every_s` seconds in a thread of its own, until it is stopped.

    A round that fails is reported and the next one tries again: what it left undone is still there.
    """

    def __init__(
        self, name: str, work: Callable[[], object], every_s: float, reporter: Reporter
    ) -> None:
        self._name = name
        self._work = work
        self._every_s = every_s
        self._reporter = reporter
        self._stopping = Event()
        self._thread = Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin; the first round comes after `every_s` seconds."""
        self._thread.start()

    def end(self) -> None:
        """Begin no other round."""
        self._stopping.set()

    def join(self, timeout_s: float) -> None:
        """Wait for the round that is running, but no longer than that."""
        self._thread.join(timeout_s)

    def _run(self) -> None:
        while not self._stopping.wait(self._every_s):
            try:
                self._work()
            except Exception as failure:  # noqa: BLE001 - whatever it was, the next round tries again
                self._reporter.report(
                    "round_failed", round=self._name, error=type(failure).__name__
                )


def stop_all(rounds: Sequence[Rounds]) -> None:
    """End all; the rounds that are running get STOP_WAIT_S together.

    What takes longer is cut off by the end of the process, as by a crash.
    """
    for each in rounds:
        each.end()
    deadline_s = time.monotonic() + STOP_WAIT_S
    for each in rounds:
        each.join(max(0.0, deadline_s - time.monotonic()))
