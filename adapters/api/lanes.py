"""Threads for the synchronous operations, in two lanes that cannot starve one another.

A password hash takes a core for some 20 ms; everything else is done in one or two. So operations
that hash wait in a lane of their own, which holds about a second of work: whoever comes later is
told so at once (SEC-56), and the quick lane goes on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Lock
from typing import Any, Final, TypeVar

from domain.errors import TooManyRequestsException

QUICK_THREADS: Final = 8
QUICK_WAITING_MAX: Final = 1_000

_ALWAYS_HASHING: Final = frozenset(
    {"AdminCreateUser", "AdminSetUserPassword", "ChangePassword", "ConfirmForgotPassword"}
)
_PASSWORD_FLOWS: Final = frozenset(
    {"ADMIN_NO_SRP_AUTH", "ADMIN_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH"}
)
_PASSWORD_CHALLENGES: Final = frozenset({"NEW_PASSWORD_REQUIRED", "PASSWORD"})

Result = TypeVar("Result")


class Lane:
    """A bounded number of threads, and a bounded number of calls that wait for one."""

    def __init__(
        self,
        name: str,
        *,
        threads: int,
        waiting_max: int,
        initializer: Callable[[], None] | None = None,
    ) -> None:
        self._pool = ThreadPoolExecutor(threads, name, initializer)
        self._limit = threads + waiting_max
        self._admitted = 0
        self._lock = Lock()

    async def run(self, work: Callable[[], Result]) -> Result:
        """Run the work in a thread. Raises TooManyRequestsException at once when full."""
        with self._lock:
            if self._admitted >= self._limit:
                raise TooManyRequestsException
            self._admitted += 1
        future = self._pool.submit(work)
        # Counted until the thread is free again, not until the caller goes away.
        future.add_done_callback(self._leave)
        return await asyncio.wrap_future(future)

    def _leave(self, _: Future[Any]) -> None:
        with self._lock:
            self._admitted -= 1

    def close(self) -> None:
        """Let running work finish, drop what waits."""
        self._pool.shutdown(cancel_futures=True)


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
        initializer: Callable[[], None] | None = None,
    ) -> Lanes:
        """Return lanes for a worker that may use `cores` cores, where a hash takes `hash_ms`.

        `initializer` runs first in each thread (gmpy2 releases the interpreter lock per thread).
        """
        return cls(
            quick=Lane(
                "quick",
                threads=quick_threads,
                waiting_max=QUICK_WAITING_MAX,
                initializer=initializer,
            ),
            hashing=Lane(
                "hashing",
                threads=cores + 1,
                waiting_max=max(1, int(cores * 1000 / hash_ms)),
                initializer=initializer,
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
