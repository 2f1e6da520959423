"""What the tests on faults share, short and long: a nursery, a durable PostgreSQL, a seed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Nursery]:
    """A process that has imported the program and forks servers off."""
    nursery = Nursery(tmp_path_factory.mktemp("nursery"))
    try:
        yield nursery
    finally:
        nursery.close()


@pytest.fixture
def nursery(imported: Nursery) -> Iterator[Nursery]:
    """Servers that are up in a moment; those that are left are killed after the test."""
    yield imported
    imported.clear()


@pytest.fixture(scope="session")
def durable() -> Iterator[PostgresServer]:
    """A PostgreSQL that keeps what it acknowledged, with nothing switched off, and may be ended."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """The URL of a file of SQLite that is not there yet."""
    return f"sqlite:///{tmp_path / 'cognate.db'}"


@pytest.fixture
def seed() -> int:
    """Where the chances of a run begin; FAULTS_SEED repeats one (its findings name it)."""
    return int(os.environ.get("FAULTS_SEED") or Random().randrange(2**32))
