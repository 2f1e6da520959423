"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.support.deployments import Deployments
from tests.support.postgres import FAST, PostgresServer, ServerDatabases

# Settings exported in a developer's shell must not reach a server under test.
SETTINGS = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("COGNATE_")}


@pytest.fixture(scope="session")
def postgres() -> Iterator[ServerDatabases]:
    """A PostgreSQL for the whole run: that of COGNATE_TEST_POSTGRES_URL, else one of our own."""
    url = SETTINGS.get("COGNATE_TEST_POSTGRES_URL")
    if url is not None:
        yield ServerDatabases(url)
        return
    server = PostgresServer(FAST)
    try:
        server.start()
        yield server
    finally:
        server.close()


@pytest.fixture(scope="session")
def deployments(
    postgres: ServerDatabases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Deployments]:
    """Running servers on every store, each started when a test asks for it."""
    started = Deployments(tmp_path_factory.mktemp("deployments"), postgres)
    try:
        yield started
    finally:
        started.close()


@pytest.fixture
def postgres_url(postgres: ServerDatabases) -> Iterator[str]:
    """The URL of a fresh, empty database, dropped after the test."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)
