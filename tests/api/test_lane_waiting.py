"""Threads that wait for a trigger, and who works in their place."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from adapters.api.lane import Lane, while_waiting
from domain.errors import TooManyRequestsException
from tests.api.stage import run

LIMIT_S = 10.0


class Function:
    """A slow function of a pool: whoever calls it waits until it answers."""

    def __init__(self) -> None:
        self.answers = threading.Event()
        self.called = threading.Semaphore(0)

    def call(self) -> None:
        """Wait for the answer, as a trigger runner does."""
        with while_waiting():
            self.called.release()
            assert self.answers.wait(LIMIT_S)

    async def was_called(self, times: int) -> None:
        """Return when it was called so often."""
        for _ in range(times):
            assert await asyncio.to_thread(self.called.acquire, timeout=LIMIT_S)


class Worked:
    """Counts how many threads work at once."""

    def __init__(self) -> None:
        self.most = 0
        self._now = 0
        self._lock = threading.Lock()

    @contextmanager
    def working(self) -> Iterator[None]:
        """Be at work until the block is left."""
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        yield
        with self._lock:
            self._now -= 1


def test_others_are_served_while_calls_wait() -> None:
    """Fifty calls that hang on a function do not hold up a lane of one thread."""
    function, lane = Function(), Lane("lane", threads=1, waiting_max=60)

    async def scene() -> tuple[int, list[None]]:
        hanging = [asyncio.ensure_future(lane.run(function.call)) for _ in range(50)]
        await function.was_called(50)
        served = await asyncio.wait_for(lane.run(lambda: 7), LIMIT_S)
        assert not any(each.done() for each in hanging)
        function.answers.set()
        return served, await asyncio.gather(*hanging)

    assert run(scene) == (7, [None] * 50)
    lane.close()


def test_no_more_work_at_once_after_waiting() -> None:
    """Twenty calls that come back at the same time work no more than two at a time."""
    function, worked, lane = Function(), Worked(), Lane("lane", threads=2, waiting_max=30)
    pause = threading.Event()

    def call() -> None:
        function.call()
        with worked.working():
            pause.wait(0.002)

    async def scene() -> None:
        calls = [asyncio.ensure_future(lane.run(call)) for _ in range(20)]
        await function.was_called(20)
        function.answers.set()
        await asyncio.gather(*calls)

    run(scene)
    lane.close()

    assert worked.most == 2


def test_waiting_calls_leave_room_in_the_queue() -> None:
    """A call that waits is not counted among those admitted, and is again when it is back."""
    function, lane = Function(), Lane("lane", threads=1, waiting_max=0)
    goes_on, is_back = threading.Event(), threading.Event()

    def call() -> None:
        function.call()
        is_back.set()
        assert goes_on.wait(LIMIT_S)

    async def scene() -> None:
        hanging = asyncio.ensure_future(lane.run(call))
        await function.was_called(1)
        assert await lane.run(lambda: 7) == 7
        function.answers.set()
        assert await asyncio.to_thread(is_back.wait, LIMIT_S)
        with pytest.raises(TooManyRequestsException):
            await lane.run(lambda: 7)
        goes_on.set()
        await hanging

    run(scene)
    lane.close()


def test_closing_lets_waiting_calls_finish() -> None:
    """A lane that is closed while a call waits ends only when that call has its answer."""
    function, lane = Function(), Lane("lane", threads=1, waiting_max=1)

    async def scene() -> None:
        hanging = asyncio.ensure_future(lane.run(function.call))
        await function.was_called(1)
        closing = asyncio.ensure_future(asyncio.to_thread(lane.close))
        await asyncio.sleep(0.05)
        assert not closing.done()
        function.answers.set()
        await closing
        await hanging

    run(scene)


def test_places_are_kept() -> None:
    """After many calls have waited there are as many threads as before."""
    function, lane = Function(), Lane("counted", threads=3, waiting_max=50)

    async def scene() -> None:
        calls = [asyncio.ensure_future(lane.run(function.call)) for _ in range(40)]
        await function.was_called(40)
        function.answers.set()
        await asyncio.gather(*calls)
        # Work for all three, so that whoever had to leave has left.
        together = threading.Barrier(3, timeout=LIMIT_S)
        await asyncio.gather(*(lane.run(together.wait) for _ in range(3)))

    run(scene)
    named = [each for each in threading.enumerate() if each.name == "counted"]
    lane.close()

    assert len(named) == 3


def test_without_another_thread_a_call_keeps_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the system gives no thread the call goes on, nothing is counted wrongly, all ends."""
    lane = Lane("lane", threads=1, waiting_max=0)

    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    def call() -> int:
        with monkeypatch.context() as patched:
            patched.setattr(threading.Thread, "start", none_left)
            with while_waiting():
                return 7

    async def scene() -> list[int]:
        return [await lane.run(call) for _ in range(3)]

    assert run(scene) == [7, 7, 7]
    assert run(lambda: lane.run(lambda: 8)) == 8
    lane.close()


def test_outside_of_a_lane() -> None:
    """A thread of no lane waits as it would without one: nobody works in its place."""
    before = threading.active_count()

    with while_waiting():
        assert threading.active_count() <= before
