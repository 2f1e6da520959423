"""Fixtures of the whole suite."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Mapping

import pytest

from tests.support.deployments import Deployments
from tests.support.postgres import FAST, PostgresServer, ServerDatabases
from tests.support.shares import Shares, rank, share_of


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Shares:
    """Share the tests out to processes side by side."""
    return Shares(config, log)


@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Put the longest shares first."""
    yield
    items.sort(key=lambda item: rank(share_of(item.nodeid)))


@pytest.fixture(scope="session", autouse=True)
def shell_settings() -> Mapping[str, str]:
    """The settings of a developer's shell, taken away: they must not reach a server under test."""
    names = [name for name in os.environ if name.startswith("COGNATE_")]
    return {name: os.environ.pop(name) for name in names}


@pytest.fixture(scope="session")
def postgres(shell_settings: Mapping[str, str]) -> Iterator[ServerDatabases]:
    """A PostgreSQL for the whole run: that of COGNATE_TEST_POSTGRES_URL, else one of our own."""
    url = shell_settings.get("COGNATE_TEST_POSTGRES_URL")
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
    """Running servers on every store, each started when a test asks for it.

    None of them has answered an error that its operation does not declare, whatever it was asked.
    """
    started = Deployments(tmp_path_factory.mktemp("deployments"), postgres)
    try:
        yield started
    finally:
        started.close()
    assert started.undeclared() == []


@pytest.fixture
def postgres_url(postgres: ServerDatabases) -> Iterator[str]:
    """The URL of a fresh, empty database, dropped after the test."""
    url = postgres.create_database()
    yield url
    postgres.drop_database(url)
