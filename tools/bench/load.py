"""Driving a server: as fast as it answers (closed loop), or at a rate of our own (open loop)."""

from __future__ import annotations

import asyncio
import itertools
import threading
import time
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeVar

import uvloop

from tools.bench.wire import Connection, connect

Operation = Callable[[Connection, int], Awaitable[float]]
"""One operation of a scenario on a connection, the n-th of the run; returns the seconds that the
client itself was at work, which are no part of the server's latency."""

OPEN_CONNECTIONS: Final = 32
"""In an open loop; a request that finds all of them busy waits, and its waiting is counted."""

T = TypeVar("T")


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run one measurement on an event loop of its own."""
    return uvloop.run(work)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """What a closed loop came to."""

    operations: int
    seconds: float

    @property
    def per_s(self) -> float:
        """Operations per second."""
        return self.operations / self.seconds


async def closed(port: int, operation: Operation, connections: int, seconds: float) -> Reached:
    """Send on each connection as soon as it was answered, for so many seconds."""
    numbers = itertools.count()
    lines = [await connect(port) for _ in range(connections)]
    started = time.perf_counter()
    deadline = started + seconds
    done = await asyncio.gather(*(_until(deadline, line, operation, numbers) for line in lines))
    elapsed = time.perf_counter() - started
    for line in lines:
        line.close()
    return Reached(operations=sum(done), seconds=elapsed)


async def _until(
    deadline: float, line: Connection, operation: Operation, numbers: itertools.count[int]
) -> int:
    done = 0
    while time.perf_counter() < deadline:
        await operation(line, next(numbers))
        done += 1
    return done


async def opened(port: int, operation: Operation, rate: float, seconds: float) -> Sequence[float]:
    """Return the latencies in milliseconds of operations that begin at a constant rate.

    Each is counted from the moment it was due, however late it could be sent: a server that stalls
    is charged for all that it kept waiting (no coordinated omission).
    """
    due: asyncio.Queue[float] = asyncio.Queue()
    latencies: list[float] = []
    lines = [await connect(port) for _ in range(OPEN_CONNECTIONS)]
    numbers = itertools.count()
    workers = [
        asyncio.create_task(_serve(due, line, operation, numbers, latencies)) for line in lines
    ]
    over = threading.Event()
    ticking = asyncio.to_thread(_tick, asyncio.get_running_loop(), due, rate, seconds, over)
    try:
        await _first_failure(ticking, workers)
        await _first_failure(due.join(), workers)
    finally:
        over.set()
        for worker, line in zip(workers, lines, strict=True):
            worker.cancel()
            line.close()
    return latencies


async def _first_failure(work: Awaitable[None], workers: Sequence[asyncio.Task[None]]) -> None:
    """Wait for the work; a worker that ends before it has failed, and its error is raised."""
    waiting = asyncio.ensure_future(work)
    done, _ = await asyncio.wait([waiting, *workers], return_when=asyncio.FIRST_COMPLETED)
    for task in done:
        task.result()


async def _serve(
    due: asyncio.Queue[float],
    line: Connection,
    operation: Operation,
    numbers: itertools.count[int],
    latencies: list[float],
) -> None:
    while True:
        at = await due.get()
        own = await operation(line, next(numbers))
        latencies.append((time.perf_counter() - at - own) * 1000)
        due.task_done()


def _tick(
    loop: asyncio.AbstractEventLoop,
    due: asyncio.Queue[float],
    rate: float,
    seconds: float,
    over: threading.Event,
) -> None:
    """Put each moment into the queue when it comes; a thread, since timers of loops are coarse."""
    started = time.perf_counter()
    for number in range(int(rate * seconds)):
        at = started + number / rate
        if over.wait(max(0.0, at - time.perf_counter())):
            return
        loop.call_soon_threadsafe(due.put_nowait, at)
