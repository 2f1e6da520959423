"""kill -9 of a server under concurrent sign-ups (F01, F05), in short."""

from __future__ import annotations

import pytest

from tests.faultlab.kills import kill_rounds
from tests.faultlab.nursery import Nursery
from tests.support.postgres import PostgresServer


def test_sqlite_keeps_what_was_acknowledged(nursery: Nursery, sqlite_url: str, seed: int) -> None:
    """After each of 15 kills everybody is as his client was told, and no change is half there."""
    findings = kill_rounds(nursery, sqlite_url, 15, seed)

    assert not findings.faults, findings
    assert findings.acknowledged > 100
    assert findings.unanswered > 0


@pytest.mark.postgres
def test_postgresql_keeps_what_was_acknowledged(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """The same with two servers on PostgreSQL, one of which goes on while the other is killed."""
    findings = kill_rounds(nursery, durable.create_database(), 3, seed, servers=2)

    assert not findings.faults, findings
    assert findings.acknowledged > 30
