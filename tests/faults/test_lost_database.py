"""A database that goes away under load, or is locked by somebody else (F06, F07, F08, F18)."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import make_url

from tests.faultlab.cuts import cut_commits
from tests.faultlab.locks import Lockout, locked_file, locked_users
from tests.faultlab.nursery import Nursery
from tests.faultlab.outages import Outages
from tests.support.postgres import PostgresServer

pytestmark = pytest.mark.faults
TIMES = 5


@pytest.mark.postgres
def test_restarts_of_postgresql_lose_nothing(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """30 ends of PostgreSQL (killed, at once, in order) under load of two servers."""
    findings = Outages(nursery, durable, seed).run(30)

    print(findings)
    assert not findings.faults
    assert findings.unanswered > 30


@pytest.mark.postgres
def test_commits_without_an_answer_are_whole(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """Connections break around 1 000 commits."""
    findings = cut_commits(nursery, durable.create_database(), 1_000, seed)

    print(findings)
    assert not findings.faults
    assert findings.unanswered > 500


def test_a_locked_file_is_waited_for_and_survived(
    nursery: Nursery, sqlite_url: str, seed: int
) -> None:
    """Another program writes for 7 s, five times, while 40 clients ask."""
    path = Path(str(make_url(sqlite_url).database))
    lockout = Lockout(nursery, sqlite_url, 40, seed)

    for _ in range(TIMES):
        lockout.run(locked_file(path), held_s=7, within_s=10)

    print(lockout.findings)
    assert not lockout.findings.faults


@pytest.mark.postgres
def test_locked_users_hold_nobody_for_long(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """Another program locks all users for 10 s, five times, while 200 clients ask."""
    store_url = durable.create_database()
    lockout = Lockout(nursery, store_url, 200, seed)

    for _ in range(TIMES):
        lockout.run(locked_users(store_url), held_s=10, within_s=10)

    print(lockout.findings)
    assert not lockout.findings.faults
