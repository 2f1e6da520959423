"""kill -9 of a server under concurrent sign-ups (F01, F05)."""

from __future__ import annotations

import pytest

from tests.faultlab.kills import kill_rounds
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.faults


def test_sqlite_keeps_what_was_acknowledged(nursery: Nursery, sqlite_url: str, seed: int) -> None:
    """300 kills: no acknowledged user, password or revocation is lost, no half user exists."""
    findings = kill_rounds(nursery, sqlite_url, 300, seed)

    print(findings)
    assert not findings.faults
    assert findings.acknowledged > 300
    assert findings.unanswered > 30


def test_two_servers_on_sqlite_keep_it(nursery: Nursery, sqlite_url: str, seed: int) -> None:
    """100 kills of one of two servers that write to one file, while the other goes on."""
    findings = kill_rounds(nursery, sqlite_url, 100, seed, servers=2)

    print(findings)
    assert not findings.faults
    assert findings.unanswered > 10


@pytest.mark.postgres
def test_postgresql_keeps_it(nursery: Nursery, durable: PostgresServer, seed: int) -> None:
    """100 kills of one of two servers on PostgreSQL, while the other goes on."""
    findings = kill_rounds(nursery, durable.create_database(), 100, seed, servers=2)

    print(findings)
    assert not findings.faults
    assert findings.unanswered > 10
