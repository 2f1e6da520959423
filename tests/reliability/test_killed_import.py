"""kill -9 of a server in the middle of an import, in short."""

from __future__ import annotations

import pytest

from tests.faultlab.imports import killed_import
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer


def test_sqlite_imports_everybody_once(nursery: Nursery, sqlite_url: str, seed: int) -> None:
    """After two kills every row has become one user, and the report has each row once."""
    assert killed_import(nursery, sqlite_url, 4_000, 2, seed) == []


@pytest.mark.postgres
def test_postgresql_imports_everybody_once(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """The same on PostgreSQL, after one kill."""
    assert killed_import(nursery, durable.create_database(), 3_000, 1, seed) == []
