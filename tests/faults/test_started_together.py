"""Servers that start at one moment on one empty store (F24)."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faultlab.births import start_together
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.faults
TIMES = 20
SERVERS = 5


def test_servers_on_an_empty_file(nursery: Nursery, tmp_path: Path) -> None:
    """20 times five servers: one migrates and makes the demo pool with its keys; all agree."""
    for number in range(TIMES):
        assert start_together(nursery, f"sqlite:///{tmp_path / str(number)}.db", SERVERS) == []


@pytest.mark.postgres
def test_servers_on_an_empty_database(nursery: Nursery, durable: PostgresServer) -> None:
    """The same on PostgreSQL."""
    for _ in range(TIMES):
        assert start_together(nursery, durable.create_database(), SERVERS) == []
