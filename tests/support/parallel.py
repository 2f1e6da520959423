"""Doing the same thing many times at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

R = TypeVar("R")


def outcomes(count: int, job: Callable[[int], R]) -> list[R | Exception]:
    """Run `job(0)`, `job(1)` … in as many threads, begun together; what each gave or raised."""
    begin = Barrier(count)

    def run(number: int) -> R | Exception:
        begin.wait()
        try:
            return job(number)
        except Exception as error:  # noqa: BLE001 - the outcome of a job, for the test to judge
            return error

    with ThreadPoolExecutor(count) as threads:
        return list(threads.map(run, range(count)))
