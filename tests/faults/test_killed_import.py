"""kill -9 of a server in the middle of an import, again and again."""

from __future__ import annotations

import pytest

from tests.faultlab.imports import killed_import
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.faults


def test_sqlite_imports_everybody_once(nursery: Nursery, sqlite_url: str, seed: int) -> None:
    """After 20 kills every row has become one user, and the report has each row once."""
    assert killed_import(nursery, sqlite_url, 100_000, 20, seed) == []


@pytest.mark.postgres
def test_postgresql_imports_everybody_once(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """The same on PostgreSQL."""
    assert killed_import(nursery, durable.create_database(), 100_000, 20, seed) == []
