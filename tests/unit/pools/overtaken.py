"""A store in which somebody else is always a little quicker."""

from __future__ import annotations

from collections.abc import Iterator
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


class _Unit:
    def __init__(self, unit: Unit, race: Overtaken) -> None:
        self._unit = unit
        self._race = race

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the unit has
        repository = getattr(self._unit, name)
        return _Repository(repository, name, self._race)


class _Repository:
    def __init__(self, repository: object, name: str, race: Overtaken) -> None:
        self._repository = repository
        self._name = name
        self._race = race

    def __getattr__(self, method: str) -> Any:  # noqa: ANN401 - whatever the repository has
        race = self._race
        if race.times and race.method == f"{self._name}.{method}":
            race.times -= 1
            raise race.lost
        return getattr(self._repository, method)
