"""What stands before every target: bounds on calls, and a breaker that spares a broken function.

Both fail at once instead of letting requests pile up behind a function that does not answer. And a
target may be anybody's: what it does that no target may do is a failure like any other.
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from threading import Lock
from typing import Final

from adapters.triggers.calling import FAILED, THROTTLED
from adapters.triggers.target import Passing, Target
from domain.ports.reporter import Reporter
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerRefused,
    TriggerUnreachable,
)

TARGET_MAX: Final = 100
"""Calls of one target at the same time, in each worker process."""

FAILURES_MAX: Final = 5
"""So many invocations in a row that failed in passing open the breaker of a function."""

FUNCTIONS_MAX: Final = 1_000
"""Functions of one target that are remembered; ARNs are chosen by whoever configures pools."""

OPEN_S: Final = 10.0
"""How long nothing is sent then; after that one invocation tries."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a call is made in: `while_waiting` is entered around it, since its thread only waits.

    `reporter` is told of targets that break their contract.
    """

    while_waiting: Callable[[], AbstractContextManager[None]] = nullcontext
    monotonic_s: Callable[[], float] = time.monotonic
    reporter: Reporter | None = None


PLAIN: Final = Surroundings()
"""For a thread that nobody else needs."""


class Places:
    """A number of places that nobody waits for."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._lock = Lock()

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Hold a place. Raises TriggerUnreachable if there is none."""
        with self._lock:
            if self._free == 0:
                raise TriggerUnreachable(THROTTLED)
            self._free -= 1
        try:
            yield
        finally:
            with self._lock:
                self._free += 1


class Breaker:
    """Counts invocations of one function in a row that failed."""

    def __init__(self, monotonic_s: Callable[[], float]) -> None:
        self._monotonic_s = monotonic_s
        self._lock = Lock()
        self._failures = 0
        self._closed_again_s = 0.0
        self._why = ""

    def check(self) -> None:
        """Raise TriggerUnreachable, in the words of the last failure, while the breaker is open.

        When its time is over one caller passes, and the others wait for how he fares.
        """
        with self._lock:
            if self._failures < FAILURES_MAX:
                return
            now_s = self._monotonic_s()
            if now_s < self._closed_again_s:
                raise TriggerUnreachable(self._why)
            self._closed_again_s = now_s + OPEN_S

    def failed(self, why: str) -> None:
        """Count an invocation that did not reach the function."""
        with self._lock:
            self._failures += 1
            self._why = why
            self._closed_again_s = self._monotonic_s() + OPEN_S

    def answered(self) -> None:
        """Forget the failures: the function was reached, whatever it said."""
        with self._lock:
            self._failures = 0


class Guarded:
    """A target behind its bound, that of all, and a breaker for each function that it serves."""

    def __init__(
        self, target: Target, everybodys: Places, surroundings: Surroundings = PLAIN
    ) -> None:
        self._target = target
        self._everybodys = everybodys
        self._places = Places(TARGET_MAX)
        self._surroundings = surroundings
        self._breakers: OrderedDict[tuple[str, str], Breaker] = OrderedDict()
        self._lock = Lock()

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        """Invoke the target, or raise TriggerUnreachable at once."""
        breaker = self._breaker(event)
        breaker.check()
        # Who gets no place waits for nothing: no thread has to work instead of his.
        with (
            self._everybodys.taken(),
            self._places.taken(),
            self._surroundings.while_waiting(),
        ):
            return self._called(event, breaker)

    def _called(self, event: TriggerEvent, breaker: Breaker) -> Mapping[str, object]:
        try:
            response = self._target.invoke(event)
        except Passing as failure:
            breaker.failed(str(failure))
            raise
        except (TriggerRefused, TriggerGarbled, TriggerUnreachable):
            breaker.answered()
            raise
        except Exception as failure:
            breaker.answered()
            self._report(event, type(failure).__name__)
            raise TriggerUnreachable(FAILED) from failure
        breaker.answered()
        return self._checked(response, event)

    def _checked(self, response: object, event: TriggerEvent) -> Mapping[str, object]:
        """Return an answer that is one: nothing in its place would pass for consent."""
        if not event.waits:
            return {}
        if not isinstance(response, Mapping):
            self._report(event, f"it returned {type(response).__name__}")
            raise TriggerGarbled
        return response

    def _report(self, event: TriggerEvent, error: str) -> None:
        """Tell what a target did, never in its own words, which may repeat the event (SEC-70)."""
        if self._surroundings.reporter is not None:
            self._surroundings.reporter.report(
                "trigger_target_broken", trigger=event.trigger, arn=event.arn, error=error
            )

    def _breaker(self, event: TriggerEvent) -> Breaker:
        """Return the breaker of the function for its pool: no pool can shut another's out."""
        key = (str(event.event.get("userPoolId")), event.arn)
        with self._lock:
            breaker = self._breakers.setdefault(key, Breaker(self._surroundings.monotonic_s))
            self._breakers.move_to_end(key)
            if len(self._breakers) > FUNCTIONS_MAX:
                self._breakers.popitem(last=False)
            return breaker
