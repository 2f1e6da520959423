"""Several worker processes behind one listening socket.

A worker that dies is replaced. When this process ends, however it ends, its workers end as well:
each of them watches a pipe whose other end only this process holds.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Thread
from types import FrameType
from typing import Final

from app.refusal import EXIT_BAD_CONFIGURATION, BadConfiguration
from app.server import SIGNALS, STOP_S

POLL_S: Final = 0.5
LEAST_LIFE_S: Final = 2.0
"""A worker that dies sooner is replaced only then, so that crashes do not fill the machine."""

KILL_AFTER_S: Final = 5.0
"""How much longer than its own limit a stopping worker is given."""

STARTUP_FAILED: Final = 3
"""What uvicorn exits with when the application does not come up."""

Worker = Callable[[str, socket.socket, Path, int], None]


@dataclass(frozen=True, slots=True)
class _Running:
    process: BaseProcess
    started_at_s: float

    @property
    def may_be_replaced(self) -> bool:
        return not self.process.is_alive() and time.monotonic() - self.started_at_s >= LEAST_LIFE_S


class Supervisor:
    """Keeps `count` processes running `worker(profile, listener, counts, number)`.

    `counts` is a directory in which all of them count. `number` is 0 for the first; who takes the
    place of one that died has its number.
    """

    def __init__(self, worker: Worker, profile: str, listener: socket.socket, count: int) -> None:
        self._worker = worker
        self._profile = profile
        self._listener = listener
        self._count = count
        self._context = multiprocessing.get_context("spawn")
        self._running: list[_Running] = []
        self._stopping = False

    def run(self) -> int:
        """Run until a signal comes or a worker cannot start; return the exit code.

        Raises BadConfiguration where workers find no place to count in.
        """
        with _counts() as counts:
            for number in SIGNALS:
                signal.signal(number, self._stop)
            return self._supervise(Path(counts))

    def _supervise(self, counts: Path) -> int:
        for number in range(self._count):
            self._running.append(self._start(counts, number))
        if self._stopping:
            self._signal(signal.SIGTERM)
        code = 0
        while not (self._stopping or code):
            alive = [each.process for each in self._running if each.process.is_alive()]
            wait([process.sentinel for process in alive], POLL_S)
            code = self._failure()
            self._replace_the_dead(counts)
        if not self._stopping:
            self._signal(signal.SIGTERM)
        self._join()
        return code

    def _start(self, counts: Path, number: int) -> _Running:
        process = self._context.Process(
            target=_work, args=(self._worker, self._profile, self._listener, counts, number)
        )
        process.start()
        return _Running(process, time.monotonic())

    def _failure(self) -> int:
        """Return the exit code of a worker that would fail again the same way, else 0."""
        codes = {each.process.exitcode for each in self._running}
        return next((code for code in (EXIT_BAD_CONFIGURATION, STARTUP_FAILED) if code in codes), 0)

    def _replace_the_dead(self, counts: Path) -> None:
        for place, each in enumerate(self._running):
            if each.may_be_replaced and not self._stopping:
                self._running[place] = self._start(counts, place)

    def _stop(self, number: int, _frame: FrameType | None) -> None:
        self._stopping = True
        self._signal(number)

    def _signal(self, number: int) -> None:
        for each in self._running:
            if each.process.pid is not None and each.process.is_alive():
                os.kill(each.process.pid, number)

    def _join(self) -> None:
        deadline = time.monotonic() + STOP_S + KILL_AFTER_S
        for each in self._running:
            each.process.join(max(0.0, deadline - time.monotonic()))
            if each.process.is_alive():
                each.process.kill()
                each.process.join()


def _counts() -> TemporaryDirectory[str]:
    try:
        return TemporaryDirectory(prefix="cognate-counts-", ignore_cleanup_errors=True)
    except OSError as failure:
        reason = f"COGNATE_WORKERS: several need a temporary directory: {failure.strerror}"
        raise BadConfiguration([reason]) from failure


def _work(worker: Worker, profile: str, listener: socket.socket, counts: Path, number: int) -> None:
    # A terminal sends its interrupt to a whole group; twice interrupted, requests would be cut off.
    os.setpgid(0, 0)
    Thread(target=_end_with_parent, daemon=True).start()
    worker(profile, listener, counts, number)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
