"""Threads for the synchronous operations, in two lanes that cannot starve one another.

A password hash takes a core for some 20 ms; everything else is done in one or two. So operations
that hash wait in a lane of their own, which holds about a second of work: whoever comes later is
told so at once (SEC-56), and the quick lane goes on. Where threads are held up, by a store that is
away or locked, whoever has waited long is told so too, instead of waiting for his turn to fail.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import Any, Final, NamedTuple, TypeVar

from domain.errors import TooManyRequestsException

QUICK_THREADS: Final = 8
QUICK_WAITING_MAX: Final = 1_000
WAITED_MAX_S: Final = 2.0
"""After how long in the queue work is not begun any more."""

_ALWAYS_HASHING: Final = frozenset(
    {"AdminCreateUser", "AdminSetUserPassword", "ChangePassword", "ConfirmForgotPassword"}
)
_PASSWORD_FLOWS: Final = frozenset(
    {"ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"}
)
_PASSWORD_CHALLENGES: Final = frozenset({"NEW_PASSWORD_REQUIRED", "PASSWORD"})

Result = TypeVar("Result")


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
    """

    def __init__(
        self, name: str, *, threads: int, waiting_max: int, waited_max_s: float = WAITED_MAX_S
    ) -> None:
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._limit = threads + waiting_max
        self._waited_max_s = waited_max_s
        self._admitted = 0
        self._lock = Lock()
        self._threads = [
            Thread(target=self._run, name=f"{name}-{at}", daemon=True) for at in range(threads)
        ]
        for thread in self._threads:
            thread.start()

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

    def close(self) -> None:
        """Let running work finish, drop what waits."""
        with suppress(Empty):
            while (job := self._jobs.get_nowait()) is not None:
                job.answer(job.future.cancel)
        for _ in self._threads:
            self._jobs.put(None)
        for thread in self._threads:
            thread.join()

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            outcome = job.outcome()
            # Counted until the thread is free again, not until the caller goes away.
            with self._lock:
                self._admitted -= 1
            job.answer(outcome)
            # A thread that waits for work must not keep the last request in memory.
            del job, outcome


def _nothing() -> None:
    """Tell nobody."""


def _unless_done(
    future: asyncio.Future[Any], set_outcome: Callable[[Any], None], outcome: object
) -> None:
    if not future.done():
        set_outcome(outcome)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lanes:
    """The two lanes of a worker process."""

    quick: Lane
    hashing: Lane

    @classmethod
    def of_worker(
        cls,
        *,
        cores: int,
        hash_ms: float,
        quick_threads: int = QUICK_THREADS,
    ) -> Lanes:
        """Return lanes for a worker that may use `cores` cores, where a hash takes `hash_ms`."""
        return cls(
            quick=Lane("quick", threads=quick_threads, waiting_max=QUICK_WAITING_MAX),
            hashing=Lane(
                "hashing",
                threads=cores + 1,
                waiting_max=max(1, int(cores * 1000 / hash_ms)),
            ),
        )

    def lane(self, operation: str, request: Mapping[str, Any]) -> Lane:
        """Return the lane of a request."""
        return self.hashing if hashes(operation, request) else self.quick

    def close(self) -> None:
        """Close both lanes."""
        self.quick.close()
        self.hashing.close()


def hashes(operation: str, request: Mapping[str, Any]) -> bool:
    """Say whether the operation may hash a password for this request."""
    match operation:
        case "SignUp":
            return "Password" in request
        case "InitiateAuth" | "AdminInitiateAuth":
            return request.get("AuthFlow") in _PASSWORD_FLOWS or "PASSWORD" in request.get(
                "AuthParameters", ()
            )
        case "RespondToAuthChallenge" | "AdminRespondToAuthChallenge":
            answers = request.get("ChallengeResponses", ())
            return (
                request.get("ChallengeName") in _PASSWORD_CHALLENGES
                or "PASSWORD" in answers
                or "NEW_PASSWORD" in answers
            )
    return operation in _ALWAYS_HASHING
