"""What stands before every target: bounds on calls, and the breaker of each function."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Event, Semaphore, Thread
from typing import Final, cast

import pytest

from adapters.triggers.directory import CALLS_MAX, Directory, Route
from adapters.triggers.entry import BadEntry
from adapters.triggers.guarded import FAILURES_MAX, OPEN_S, TARGET_MAX, Surroundings
from adapters.triggers.target import Passing
from domain.ports.triggers import (
    TriggerEvent,
    TriggerGarbled,
    TriggerRefused,
    TriggerUnreachable,
)
from tests.support.fakes import ListReporter

THROTTLED: Final = r"^invocation failed due to error TooManyRequestsException\.$"
BROKEN: Final = "invocation failed due to error ServiceException."


class Hanging:
    """A target that answers when the test lets it."""

    def __init__(self) -> None:
        self.until = Event()
        self._entered = Semaphore(0)

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self._entered.release()
        assert self.until.wait(20)
        return {}

    def wait_for(self, count: int) -> None:
        """Wait until so many calls hang."""
        for _ in range(count):
            assert self._entered.acquire(timeout=20)


class Scripted:
    """A target that counts its calls and does what it was told."""

    def __init__(self, outcome: Exception | Hanging | None = None) -> None:
        self.outcome = outcome
        self.calls = 0

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        self.calls += 1
        if isinstance(self.outcome, Exception):
            raise self.outcome
        return self.outcome.invoke(event) if self.outcome else {}


class Watch:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def event(arn: str = "arn", pool_id: str = "pool") -> TriggerEvent:
    """Any event of a function."""
    return TriggerEvent(trigger="PreSignUp", arn=arn, event={"userPoolId": pool_id})


def failed(directory: Directory, arn: str = "arn") -> str:
    """The text of a call that fails."""
    with pytest.raises(TriggerUnreachable) as failure:
        directory.invoke(event(arn))
    return str(failure.value)


@pytest.fixture
def watch() -> Watch:
    """The time."""
    return Watch()


def only(target: Scripted | Hanging, watch: Watch) -> Directory:
    """A runner with one target for everything."""
    return Directory([Route(pattern="*", target=target)], Surroundings(monotonic_s=watch))


@contextmanager
def hanging(directory: Directory, target: Hanging, count: int, arn: str = "arn") -> Iterator[None]:
    """So many calls that do not come back before the block is left."""
    threads = [Thread(target=directory.invoke, args=(event(arn),)) for _ in range(count)]
    for thread in threads:
        thread.start()
    target.wait_for(count)
    try:
        yield
    finally:
        target.until.set()
        for thread in threads:
            thread.join()


# --- the breaker --------------------------------------------------------------------------------


def test_failures_in_a_row_open_the_breaker(watch: Watch) -> None:
    """Then nothing is sent, and callers hear at once what the last one heard."""
    target = Scripted(Passing(BROKEN))
    directory = only(target, watch)
    told = {failed(directory) for _ in range(FAILURES_MAX + 20)}
    assert (target.calls, told) == (FAILURES_MAX, {BROKEN})


def test_one_call_tries_again_after_a_while(watch: Watch) -> None:
    """When it succeeds all pass again; when it fails the others go on waiting."""
    target = Scripted(Passing(BROKEN))
    directory = only(target, watch)
    for _ in range(FAILURES_MAX):
        failed(directory)
    watch.now_s += OPEN_S - 0.1
    failed(directory)
    assert target.calls == FAILURES_MAX
    watch.now_s += 0.1
    failed(directory)
    failed(directory)
    assert target.calls == FAILURES_MAX + 1
    watch.now_s += OPEN_S
    target.outcome = None
    for _ in range(3):
        directory.invoke(event())
    assert target.calls == FAILURES_MAX + 4


def test_only_one_call_tries_while_the_others_wait(watch: Watch) -> None:
    """A target that has just come up is not met by everybody at once."""
    target, slow = Scripted(Passing(BROKEN)), Hanging()
    directory = only(target, watch)
    for _ in range(FAILURES_MAX):
        failed(directory)
    watch.now_s += OPEN_S
    target.outcome = slow
    with hanging(directory, slow, 1):
        assert failed(directory) == BROKEN
    assert directory.invoke(event()) == {}


@pytest.mark.parametrize(
    "answer",
    [TriggerRefused("no"), TriggerGarbled(), TriggerUnreachable("is not configured"), None],
)
def test_answers_are_no_failures(watch: Watch, answer: Exception | None) -> None:
    """A function that refuses, or talks nonsense, was reached: it counts as a success."""
    target = Scripted(Passing(BROKEN))
    directory = only(target, watch)
    for _ in range(3):
        for _ in range(FAILURES_MAX - 1):
            failed(directory)
        target.outcome = answer
        if answer is None:
            directory.invoke(event())
        else:
            with pytest.raises(type(answer)):
                directory.invoke(event())
        target.outcome = Passing(BROKEN)
    assert target.calls == 3 * FAILURES_MAX


def test_each_function_has_its_own_breaker(watch: Watch) -> None:
    """One broken function of a pool does not stop those of others behind the same address."""
    target = Scripted(Passing(BROKEN))
    directory = only(target, watch)
    for _ in range(FAILURES_MAX):
        failed(directory, "broken")
    target.outcome = None
    assert directory.invoke(event("sound")) == {}
    assert failed(directory, "broken") == BROKEN


# --- what no target may do ------------------------------------------------------------------------


@pytest.mark.parametrize("failure", [RuntimeError("canary"), KeyError("canary"), BadEntry([])])
def test_what_a_target_should_not_raise_fails_the_call(failure: Exception) -> None:
    """The request is refused as by a function that failed, and the log names the class alone."""
    reporter = ListReporter()
    directory = Directory(
        [Route(pattern="*", target=Scripted(failure))], Surroundings(reporter=reporter)
    )

    assert failed(directory) == BROKEN

    facts = {"trigger": "PreSignUp", "arn": "arn", "error": type(failure).__name__}
    assert reporter.events == [("trigger_target_broken", facts)]


class Saying:
    """A target that returns what no target may."""

    def __init__(self, said: object) -> None:
        self._said = said

    def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
        return cast("Mapping[str, object]", self._said)


@pytest.mark.parametrize("said", [None, [], "text", True])
def test_what_is_no_mapping_is_no_answer(said: object) -> None:
    """Nothing in the place of an answer does not pass for consent."""
    reporter = ListReporter()
    directory = Directory(
        [Route(pattern="*", target=Saying(said))], Surroundings(reporter=reporter)
    )

    with pytest.raises(TriggerGarbled):
        directory.invoke(event())

    ((name, facts),) = reporter.events
    assert (name, facts["error"]) == (
        "trigger_target_broken",
        f"it returned {type(said).__name__}",
    )


def test_what_nobody_reads_may_be_anything() -> None:
    """A custom sender that has done its work is not made to do it again."""
    directory = Directory([Route(pattern="*", target=Saying(None))])
    sent = TriggerEvent(trigger="CustomEmailSender", arn="arn", event={}, waits=False)
    assert directory.invoke(sent) == {}


def test_each_pool_has_its_own_breakers(watch: Watch) -> None:
    """What fails for one pool, because of what it sent, does not keep others from a function."""
    target = Scripted(Passing(BROKEN))
    directory = only(target, watch)
    for _ in range(FAILURES_MAX):
        failed(directory)
    target.outcome = None

    assert directory.invoke(event(pool_id="other")) == {}
    assert failed(directory) == BROKEN


# --- the bounds ---------------------------------------------------------------------------------


def test_calls_of_one_target_are_bounded(watch: Watch) -> None:
    """Who comes when all places are taken is told so at once, and it opens no breaker."""
    target = Hanging()
    directory = only(target, watch)
    with hanging(directory, target, TARGET_MAX):
        for _ in range(FAILURES_MAX + 1):
            with pytest.raises(TriggerUnreachable, match=THROTTLED):
                directory.invoke(event())
    assert directory.invoke(event()) == {}


def test_calls_of_all_targets_are_bounded(watch: Watch) -> None:
    """Several slow targets together do not take every thread either."""
    slow, other = Hanging(), Hanging()
    routes = [
        Route(pattern="slow", target=slow),
        Route(pattern="other", target=other),
        Route(pattern="*", target=Scripted()),
    ]
    directory = Directory(routes, Surroundings(monotonic_s=watch))
    with (
        hanging(directory, slow, TARGET_MAX, "slow"),
        hanging(directory, other, CALLS_MAX - TARGET_MAX, "other"),
        pytest.raises(TriggerUnreachable, match=THROTTLED),
    ):
        directory.invoke(event("third"))
    assert directory.invoke(event("third")) == {}


def test_places_are_free_again_after_failures(watch: Watch) -> None:
    """A call that fails takes no place with it."""
    target = Scripted(TriggerRefused("no"))
    directory = only(target, watch)
    for _ in range(CALLS_MAX + 1):
        with pytest.raises(TriggerRefused):
            directory.invoke(event())


def test_a_call_is_surrounded_while_it_waits() -> None:
    """What the caller does meanwhile (letting another thread work) is done around each call."""
    seen: list[str] = []

    @contextmanager
    def surrounded() -> Iterator[None]:
        seen.append("enter")
        yield
        seen.append("leave")

    class Seeing(Scripted):
        def invoke(self, event: TriggerEvent) -> Mapping[str, object]:
            seen.append("call")
            return super().invoke(event)

    directory = Directory(
        [Route(pattern="*", target=Seeing())], Surroundings(while_waiting=surrounded)
    )
    directory.invoke(event())
    assert seen == ["enter", "call", "leave"]


def test_who_is_refused_a_place_is_not_surrounded() -> None:
    """He waits for nothing: no thread has to be found that works meanwhile."""
    seen: list[str] = []

    @contextmanager
    def surrounded() -> Iterator[None]:
        seen.append("enter")
        yield

    target = Hanging()
    directory = Directory(
        [Route(pattern="*", target=target)], Surroundings(while_waiting=surrounded)
    )
    with hanging(directory, target, TARGET_MAX):
        with pytest.raises(TriggerUnreachable, match=THROTTLED):
            directory.invoke(event())
        assert len(seen) == TARGET_MAX
