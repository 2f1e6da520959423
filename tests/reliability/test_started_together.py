"""Servers that start at one moment on one empty store (F24), in short."""

from __future__ import annotations

import pytest

from tests.faultlab.births import start_together
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer


def test_five_servers_on_an_empty_file(nursery: Nursery, sqlite_url: str) -> None:
    """One migrates and makes the demo pool with its keys; all serve, and agree."""
    assert start_together(nursery, sqlite_url, 5) == []


@pytest.mark.postgres
def test_five_servers_on_an_empty_database(nursery: Nursery, durable: PostgresServer) -> None:
    """The same on PostgreSQL."""
    assert start_together(nursery, durable.create_database(), 5) == []
