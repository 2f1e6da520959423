"""A lane: a bounded number of threads for synchronous work, and a bounded queue in front of them.

A thread that waits for the answer of a trigger does no work, and may do so for seconds: meanwhile
another takes its place, so that slow functions of one pool do not hold up everybody else.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from functools import partial
from queue import Empty, SimpleQueue
from threading import Event, Lock, Thread
from typing import Any, Final, NamedTuple, TypeVar

from domain.errors import TooManyRequestsException

WAITED_MAX_S: Final = 2.0
"""After how long in the queue work is not begun any more."""

Result = TypeVar("Result")

_here = threading.local()


def while_waiting() -> AbstractContextManager[None]:
    """Let another thread work in place of this one until the block is left.

    Leaving it takes as long as it takes to get a place again. Outside of a lane it does nothing.
    """
    lane: Lane | None = getattr(_here, "lane", None)
    return nullcontext() if lane is None else lane.waiting()


class _Leave:
    """Wakes an idle thread, so that it leaves its place to one that comes back."""


class _Job(NamedTuple):
    """Work for a thread, and the future of the coroutine that waits for it on a loop."""

    work: Callable[[], Any]
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any]
    latest_s: float

    def outcome(self) -> Callable[[], None]:
        """Do the work, unless nobody waits any more; return what tells the future of it."""
        if self.future.cancelled():
            return _nothing
        if time.monotonic() > self.latest_s:
            late = TooManyRequestsException()
            return partial(_unless_done, self.future, self.future.set_exception, late)
        try:
            result = self.work()
        except BaseException as failure:  # noqa: BLE001 - raised again where it is waited for
            return partial(_unless_done, self.future, self.future.set_exception, failure)
        return partial(_unless_done, self.future, self.future.set_result, result)

    def answer(self, outcome: Callable[[], object]) -> None:
        """Let the loop run the outcome; one that has ended took along everything that waited."""
        with suppress(RuntimeError):
            self.loop.call_soon_threadsafe(outcome)


class Lane:
    """A bounded number of threads, and a bounded number of calls that wait for one.

    Every request comes through here, so it is handed over by one queue and one wake-up; the
    executor of the standard library costs twice as much.

    A place is what a thread needs to work, and there are as many as `threads` says. A thread that
    enters `waiting` leaves its place to a new one; coming back it takes over the place of the next
    thread that is done, which ends.
    """

    def __init__(
        self, name: str, *, threads: int, waiting_max: int, waited_max_s: float = WAITED_MAX_S
    ) -> None:
        self.name = name
        self._jobs: SimpleQueue[_Job | _Leave | None] = SimpleQueue()
        self._places = threads
        self._limit = threads + waiting_max
        self._waited_max_s = waited_max_s
        self._admitted = 0
        self._lock = Lock()
        self._threads: set[Thread] = set()
        self._returning: deque[Event] = deque()
        self._is_closing = False
        for _ in range(threads):
            self._start_thread()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run the work in a thread.

        Raises TooManyRequestsException: at once when full, and for work that has waited too long
        when a thread is free at last; it was not begun then.
        """
        with self._lock:
            if self._admitted >= self._limit:
                raise TooManyRequestsException
            self._admitted += 1
        loop = asyncio.get_running_loop()
        future: asyncio.Future[Result] = loop.create_future()
        self._jobs.put(_Job(work, loop, future, time.monotonic() + self._waited_max_s))
        return await future

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Give the place of the calling thread away until the block is left.

        Its call does not count among those admitted meanwhile. Whoever comes back has to wait for
        a place: without that, a hundred sign-ins whose trigger answers at last would all hash at
        once, each with its 19 MiB.
        """
        if not self._finds_substitute():
            yield
            return
        try:
            yield
        finally:
            self._come_back()
            with self._lock:
                self._admitted += 1

    @property
    def load(self) -> int:
        """How many calls run or wait."""
        return self._admitted

    @property
    def size(self) -> int:
        """How many calls may run or wait."""
        return self._limit

    def close(self) -> None:
        """Let running work finish, drop what waits."""
        with suppress(Empty):
            while True:
                job = self._jobs.get_nowait()
                if isinstance(job, _Job):
                    job.answer(job.future.cancel)
        with self._lock:
            self._is_closing = True
            returning, threads = [*self._returning], [*self._threads]
        for each in returning:
            each.set()
        for _ in range(self._places):
            self._jobs.put(None)
        for thread in threads:
            thread.join()

    def _finds_substitute(self) -> bool:
        """Give the place of the calling thread to a new one; not where none can be had."""
        with self._lock:
            if self._is_closing:
                return False
            self._admitted -= 1
        try:
            self._start_thread()
        except RuntimeError:
            # The system has no more threads: this one keeps its place, and others wait.
            with self._lock:
                self._admitted += 1
            return False
        return True

    def _start_thread(self) -> None:
        thread = Thread(target=self._run, name=self.name, daemon=True)
        with self._lock:
            self._threads.add(thread)
        try:
            thread.start()
        except RuntimeError:
            with self._lock:
                self._threads.discard(thread)
            raise

    def _run(self) -> None:
        _here.lane = self
        while (job := self._jobs.get()) is not None:
            if isinstance(job, _Job):
                self._do(job)
            # A thread that waits for work must not keep the last request in memory.
            del job
            if self._leaves_place():
                break
        with self._lock:
            self._threads.discard(threading.current_thread())

    def _do(self, job: _Job) -> None:
        outcome = job.outcome()
        # Counted until the thread is free again, not until the caller goes away.
        with self._lock:
            self._admitted -= 1
        job.answer(outcome)

    def _come_back(self) -> None:
        """Wait for a place."""
        place = Event()
        with self._lock:
            if self._is_closing:
                return
            self._returning.append(place)
        # Where all are busy the next that is done sees it; an idle one has to be woken.
        self._jobs.put(_Leave())
        place.wait()

    def _leaves_place(self) -> bool:
        """Leave the place of the calling thread to one that comes back, or for good at the end."""
        if self._is_closing:
            return True
        try:
            self._returning.popleft().set()
        except IndexError:
            return False
        return True


def _nothing() -> None:
    """Tell nobody."""


def _unless_done(
    future: asyncio.Future[Any], set_outcome: Callable[[Any], None], outcome: object
) -> None:
    if not future.done():
        set_outcome(outcome)
