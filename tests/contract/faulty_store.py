"""The store in memory with one fault planted in one method: what the suite must notice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields
from enum import Enum
from typing import Any

from adapters.storage.memory import MemoryStore
from adapters.storage.memory.tables import Tables
from adapters.storage.memory.unit import MemoryUnit
from domain.ports.sentinels import Missing, Stale, Taken

Method = Callable[..., object]
Call = Callable[[Method], object]
"""Calls a method with what the suite gave it."""


class Fault(Enum):
    """What goes wrong in the method."""

    DOES_NOTHING = "does nothing"
    DOES_IT_TWICE = "does it twice"
    FORGETS_TO_ROLL_BACK = "forgets to roll back"


@dataclass(frozen=True, slots=True)
class Plant:
    """A fault and where it is: a repository of a unit, and one of its methods."""

    repository: str
    method: str
    fault: Fault
    reads: bool = False

    def of(self, unit: MemoryUnit) -> Method:
        """Return the method of a unit that has no fault."""
        method: Method = getattr(getattr(unit, self.repository), self.method)
        return method

    def __str__(self) -> str:
        return f"{self.repository}.{self.method} {self.fault.value}"


class FaultyStore:
    """A store in memory, right but for the planted fault."""

    def __init__(self, plant: Plant) -> None:
        self._plant = plant
        self._store = MemoryStore()

    @contextmanager
    def reading(self) -> Iterator[FaultyUnit]:
        with self._store.reading() as unit:
            yield FaultyUnit(self._plant, unit)

    @contextmanager
    def writing(self) -> Iterator[FaultyUnit]:
        calls: list[Callable[[MemoryUnit], object]] = []
        try:
            with self._store.writing() as unit:
                faulty = FaultyUnit(self._plant, unit)
                calls = faulty.calls
                yield faulty
        except BaseException:
            if self._plant.fault is Fault.FORGETS_TO_ROLL_BACK:
                self._do_again(calls)
            raise

    def ping(self) -> None:
        self._store.ping()

    def close(self) -> None:
        self._store.close()

    def _do_again(self, calls: list[Callable[[MemoryUnit], object]]) -> None:
        for call in calls:
            with suppress(Missing, Stale, Taken), self._store.writing() as unit:
                call(unit)


class NeverCommits(MemoryStore):
    """A store whose units all end as if they had failed, without saying so."""

    @contextmanager
    def writing(self) -> Iterator[MemoryUnit]:
        with suppress(NothingIsKept), super().writing() as unit:
            yield unit
            raise NothingIsKept


class NothingIsKept(Exception):
    """Ends a unit of `NeverCommits`."""


@dataclass(slots=True)
class FaultyUnit:
    """A unit, right but for the planted method."""

    plant: Plant
    unit: MemoryUnit
    calls: list[Callable[[MemoryUnit], object]] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the right one has)
        repository = getattr(self.unit, name)
        return FaultyRepository(self, repository) if name == self.plant.repository else repository


@dataclass(slots=True)
class FaultyRepository:
    """A repository, right but for the planted method."""

    unit: FaultyUnit
    repository: Any

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the right one has)
        right = getattr(self.repository, name)
        if name != self.unit.plant.method:
            return right
        wrong = {
            Fault.DOES_NOTHING: self._do_nothing,
            Fault.DOES_IT_TWICE: self._do_twice,
            Fault.FORGETS_TO_ROLL_BACK: self._remember,
        }[self.unit.plant.fault]
        return lambda *arguments, **named: wrong(right, lambda method: method(*arguments, **named))

    def _do_nothing(self, right: Method, call: Call) -> object:
        """Answer as if it were done, or, of a method that reads, as if nothing were there."""
        if self.unit.plant.reads:
            with MemoryStore().reading() as unit:
                return call(self.unit.plant.of(unit))
        tables = [getattr(self.repository._view, table.name) for table in fields(Tables)]
        before = [dict(rows._changes) for rows in tables]
        answer = call(right)
        for rows, changes in zip(tables, before, strict=True):
            rows._changes = changes
        return answer

    def _do_twice(self, right: Method, call: Call) -> object:
        call(right)
        return call(right)

    def _remember(self, right: Method, call: Call) -> object:
        self.unit.calls.append(lambda unit: call(self.unit.plant.of(unit)))
        return call(right)
