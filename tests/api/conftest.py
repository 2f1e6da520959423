"""Fixtures of the wire's tests."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.api.administration import Administrator, administration
from tests.api.stage import Operation, Stage


@pytest.fixture
def staged() -> Iterator[Callable[..., Stage]]:
    """A maker of stages: `staged(GetUser=function)`; what it made is closed after the test."""
    stages: list[Stage] = []

    def make(settings: dict[str, Any] | None = None, **operations: Operation) -> Stage:
        stages.append(Stage(operations, **(settings or {})))
        return stages[-1]

    yield make
    for stage in stages:
        stage.close()


@pytest.fixture
def admin() -> Iterator[Administrator]:
    """An administrator of an empty service."""
    with administration() as administrator:
        yield administrator
