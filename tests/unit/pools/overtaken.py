"""Stores in which somebody else is always a little quicker."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from domain.ports.store import Store, Unit


@dataclass
class Overtaken:
    """Passes everything on to a store, but the first `times` calls of one method find a race lost.

    `method` is "pools.save", "clients.add" and so on, `lost` what the store then says.
    """

    store: Store
    method: str
    lost: Exception
    times: int = 1

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self.store, name)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        with self.store.writing() as unit:
            yield _Unit(unit, self)

    def strike(self, _unit: Unit) -> None:
        """Lose the race."""
        raise self.lost


@dataclass
class Meanwhile:
    """Passes everything on to a store, but before the first call of one method another has acted.

    The unit sees what he did, as one does that waited for his.
    """

    store: Store
    method: str
    act: Callable[[Unit], object]
    times: int = 1

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the store has
        return getattr(self.store, name)

    @contextmanager
    def writing(self) -> Iterator[Any]:
        with self.store.writing() as unit:
            yield _Unit(unit, self)

    def strike(self, unit: Unit) -> None:
        """Let the other act."""
        self.act(unit)


class _Unit:
    def __init__(self, unit: Unit, race: Overtaken | Meanwhile) -> None:
        self._unit = unit
        self._race = race

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the unit has
        repository = getattr(self._unit, name)
        return _Repository(repository, f"{name}.", self)

    def overtake(self, method: str) -> None:
        """Let the other be quicker if that is the method."""
        if self._race.times and self._race.method == method:
            self._race.times -= 1
            self._race.strike(self._unit)


class _Repository:
    def __init__(self, repository: object, path: str, unit: _Unit) -> None:
        self._repository = repository
        self._path = path
        self._of = unit

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401 - whatever the repository has
        self._of.overtake(f"{self._path}{method}")
        return getattr(self._repository, method)
