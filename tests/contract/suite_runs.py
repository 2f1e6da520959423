"""The conformance suite as plain functions of a store, for running it on many wrong ones."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from adapters.storage import conformance
from adapters.storage.conformance.promises import promise_of
from domain.ports.store import Store


@dataclass(frozen=True, slots=True)
class SuiteTest:
    """One test of the suite with one set of its parameters.

    `port` and `method` are those of the promise it checks, empty where it checks none.
    """

    port: str
    method: str
    run: Callable[[Store], None]


def suite_tests() -> list[SuiteTest]:
    """Return every test that needs one store and nothing else."""
    return [
        SuiteTest(*_about(test), run)
        for name, suite in vars(conformance).items()
        if name.startswith("Test")
        for name, test in inspect.getmembers(suite(), inspect.ismethod)
        if name.startswith("test_")
        for run in _runs(test)
    ]


def _about(test: Callable[..., None]) -> tuple[str, str]:
    promise = promise_of(test)
    if promise is None:
        return "", ""
    port, _, method = promise.owner.__qualname__.partition(".")
    return port, method


def _runs(test: Callable[..., None]) -> Iterator[Callable[[Store], None]]:
    """Yield the test with each set of its parameters; none if it needs another fixture."""
    for parameters in _parameters(test):
        if set(inspect.signature(test).parameters) == {"store", *parameters}:
            yield partial(_run, test, parameters)


def _run(test: Callable[..., None], parameters: dict[str, Any], store: Store) -> None:
    test(store=store, **parameters)


def _parameters(test: Callable[..., None]) -> list[dict[str, Any]]:
    """Return the sets of parameters; a test of the suite has at most one `parametrize`."""
    marks = [mark for mark in getattr(test, "pytestmark", []) if mark.name == "parametrize"]
    if not marks:
        return [{}]
    names, sets = marks[0].args[:2]
    if isinstance(names, str):
        return [{names: each} for each in sets]
    return [dict(zip(names, each, strict=True)) for each in sets]
