"""Databases with the present schema, copied from one that was migrated once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psycopg
import pytest

from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from adapters.storage.sql.tables import METADATA
from tests.support.postgres import ServerDatabases

EMPTYING: Final = "; ".join(f"DELETE FROM {table}" for table in reversed(METADATA.sorted_tables))


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file with the present schema, to be copied."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture
def sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """The URL of a SQLite file of one test, with the present schema and no rows."""
    path = tmp_path / "cognate.db"
    shutil.copyfile(migrated_file, path)
    return f"sqlite:///{path}"


@dataclass
class EmptiedDatabase:
    """A PostgreSQL database with the present schema, emptied for each test over one connection.

    That is far quicker than to make a database, or even a connection.
    """

    url: str
    _connection: psycopg.Connection | None = None

    def empty(self) -> None:
        """Delete every row."""
        try:
            self._connected().execute(EMPTYING)
        except psycopg.OperationalError:
            # A test has ended every session of the database.
            self.close()
            self._connected().execute(EMPTYING)

    def close(self) -> None:
        """Let go of the connection."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connected(self) -> psycopg.Connection:
        if self._connection is None:
            self._connection = psycopg.connect(self.url, autocommit=True)
        return self._connection


@pytest.fixture(scope="session")
def migrated_database(postgres: ServerDatabases) -> Iterator[EmptiedDatabase]:
    """A PostgreSQL database with the present schema."""
    url = postgres.create_database()
    upgrade(url)
    database = EmptiedDatabase(url)
    yield database
    database.close()
    postgres.drop_database(url)


@pytest.fixture
def migrated_postgres_url(migrated_database: EmptiedDatabase) -> str:
    """The URL of a PostgreSQL database with the present schema and no rows."""
    migrated_database.empty()
    return migrated_database.url


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def sql_url(request: pytest.FixtureRequest) -> str:
    """The URL of a database with the present schema and no rows, once on each."""
    fixture = {"sqlite": "sqlite_url", "postgresql": "migrated_postgres_url"}[request.param]
    url: str = request.getfixturevalue(fixture)
    return url


@pytest.fixture
def sql_store(sql_url: str) -> Iterator[SqlStore]:
    """An empty store, once on each database."""
    store = open_store(sql_url)
    yield store
    store.close()
