"""What a server counts, in the form that Prometheus reads.

Labels are names that are in the program: operations, errors, limits, triggers, flows, channels.
None is of a pool, a client or a user, so that nobody learns of them and their number is bounded.

Several workers count into files of one directory, each under its number, and whichever of them is
asked tells the sums. A worker that takes the place of one that died goes on with its figures.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final, NamedTuple

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    ProcessCollector,
    disable_created_metrics,
    values,
)
from prometheus_client.exposition import generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"

_PREFIX: Final = "cognate"
_BUCKETS_S: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_DIRECTORY: Final = "PROMETHEUS_MULTIPROC_DIR"
_UNKNOWN: Final = "unknown"
"""The operation of a request that names none."""


class _Fact(NamedTuple):
    """How a fact that is reported is counted: under which name, and by which of its members."""

    name: str
    text: str
    members: tuple[str, ...] = ()


_FACTS: Final[Mapping[str, _Fact]] = {
    "message_dropped": _Fact("messages_dropped", "Messages that were given up", ("channel",)),
    "message_postponed": _Fact("messages_postponed", "Failed tries to send one", ("channel",)),
    "message_sent": _Fact("messages_sent", "Messages that were handed over", ("channel",)),
    "refresh_token_reused": _Fact("refresh_tokens_reused", "Sign-ins that a reuse ended"),
    "round_failed": _Fact("rounds_failed", "Work beside requests that failed", ("round",)),
    "signed_in": _Fact("sign_ins", "Sign-ins that ended in tokens", ("flow",)),
    "trigger": _Fact("trigger_calls", "Tries to call a function", ("trigger", "outcome")),
}


class Seat(NamedTuple):
    """Where one of several workers counts: a directory of them all, and its number among them."""

    directory: Path
    number: int


class Queue(NamedTuple):
    """Something that requests wait in: how many are in it, and how many fit."""

    load: Callable[[], int]
    size: int


class _Counted(NamedTuple):
    """What requests with one operation and outcome are counted in."""

    requests: Counter
    duration: Histogram


class Metrics:
    """The figures of a process, or of a worker with its `seat` among others. Threads may share it.

    With a seat it is made once in a process: the library then keeps its figures in files.
    """

    def __init__(self, version: str, seat: Seat | None = None) -> None:
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library has no type for it
        self._seat = seat
        self._registry = CollectorRegistry()
        self._process = ProcessCollector(registry=None if seat else self._registry)
        if seat is not None:
            # The library is told by the environment alone, when a figure is first made.
            os.environ[_DIRECTORY] = str(seat.directory)
            values.ValueClass = values.MultiProcessValue(  # type: ignore[no-untyped-call] # as above
                lambda: seat.number
            )
        # To find figures by their labels takes longer than to count; outcomes are few.
        self._known: dict[tuple[str, int, str | None], _Counted] = {}
        self._queues: dict[str, Queue] = {}
        self._of_process: dict[str, Gauge] = {}
        self._requests = self._counter(
            "requests", "Requests answered", ("operation", "result", "error")
        )
        self._durations = Histogram(
            f"{_PREFIX}_request_duration_seconds",
            "Time from a request's headers to its answer",
            ("operation",),
            buckets=_BUCKETS_S,
            registry=self._registry,
        )
        self._limited = self._counter("rate_limited", "Requests beyond a rate limit", ("limit",))
        self._store_errors = self._counter("store_errors", "Requests that the store failed", ())
        self._facts = {
            event: self._counter(fact.name, fact.text, fact.members)
            for event, fact in _FACTS.items()
        }
        self._queued = self._gauge("queue_requests", "Requests that run or wait in it")
        self._queue_sizes = self._gauge("queue_size", "Requests that fit in it")
        self._gauge("build_info", "The version that runs", "version").labels(version).set(1)

    def request(self, operation: str, status: int, error: str | None, duration_s: float) -> None:
        """Count a request of the API that was answered."""
        key = (operation, status, error)
        counted = self._known.get(key)
        if counted is None:
            result = "ok" if status < 400 else "refused" if status < 500 else "failed"  # noqa: PLR2004 - HTTP's own borders
            name = operation or _UNKNOWN
            count = self._requests.labels(name, result, error or "")
            counted = self._known[key] = _Counted(count, self._durations.labels(name))
        counted.requests.inc()
        counted.duration.observe(duration_s)

    def limited(self, limit: str) -> None:
        """Count a request beyond a limit: a category's, a user's or an address's."""
        self._limited.labels(limit).inc()

    def store_failed(self) -> None:
        """Count a request that failed because the store is away."""
        self._store_errors.inc()

    def fact(self, event: str, facts: Mapping[str, object]) -> None:
        """Count a fact of the domain, if it is one that is counted."""
        counter, counted = self._facts.get(event), _FACTS.get(event)
        if counter is None or counted is None:
            return
        if counted.members:
            counter = counter.labels(*(str(facts.get(member)) for member in counted.members))
        counter.inc()

    def watch(self, queue: str, load: Callable[[], int], size: int) -> None:
        """Tell of a queue from now on."""
        self._queues[queue] = Queue(load, size)

    def sample(self) -> None:
        """Take down what is no count: how full queues are, and what a worker uses."""
        for name, queue in self._queues.items():
            self._queued.labels(name).set(queue.load())
            self._queue_sizes.labels(name).set(queue.size)
        if self._seat is None:
            return
        for metric in self._process.collect():
            for sample in metric.samples:
                if sample.name not in self._of_process:
                    self._of_process[sample.name] = Gauge(
                        sample.name,
                        metric.documentation,
                        multiprocess_mode="liveall",
                        registry=self._registry,
                    )
                self._of_process[sample.name].set(sample.value)

    def text(self) -> bytes:
        """Return all figures, of all workers where there are several, as CONTENT_TYPE says."""
        self.sample()
        if self._seat is None:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(  # type: ignore[no-untyped-call] # as above
            together, path=str(self._seat.directory)
        )
        return generate_latest(together)

    def _counter(self, name: str, text: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"{_PREFIX}_{name}_total", text, labels, registry=self._registry)

    def _gauge(self, name: str, text: str, label: str = "queue") -> Gauge:
        return Gauge(
            f"{_PREFIX}_{name}",
            text,
            (label,),
            multiprocess_mode="sum" if label == "queue" else "max",
            registry=self._registry,
        )
