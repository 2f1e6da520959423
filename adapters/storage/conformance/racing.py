"""Many threads doing one thing at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from domain.ports.sentinels import Missing, Stale, Taken
from domain.ports.store import Store, Unit

RUNNERS = 16

Refused = (Missing, Stale, Taken)


def race(
    stores: Sequence[Store], act: Callable[[Unit, int], object], runners: int = RUNNERS
) -> list[object]:
    """Do `act` in that many writing units at once; return results, sentinels among them.

    The runners are spread over the stores, which are openings of one place.
    """
    start = threading.Barrier(runners, timeout=10)

    def run(number: int) -> object:
        start.wait()
        try:
            with stores[number % len(stores)].writing() as unit:
                return act(unit, number)
        except Refused as refusal:
            return refusal

    with ThreadPoolExecutor(runners) as threads:
        return list(threads.map(run, range(runners)))


def refusals(results: Sequence[object], of_kind: type[Exception]) -> int:
    """Return how many of the results are that sentinel."""
    return sum(isinstance(result, of_kind) for result in results)
