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


@pytest.mark.postgres
def test_restarts_of_postgresql_lose_nothing(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """PostgreSQL ends twice: errors that invite to try again, then all goes on by itself."""
    findings = Outages(nursery, durable, seed).run(2)

    assert not findings.faults, findings
    assert findings.unanswered > 0


@pytest.mark.postgres
def test_commits_without_an_answer_are_whole(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """Connections break around 20 commits: each change is there or not, never half (F07)."""
    findings = cut_commits(nursery, durable.create_database(), 20, seed)

    assert not findings.faults, findings
    assert findings.unanswered > 0


def test_a_locked_file_is_waited_for_and_survived(
    nursery: Nursery, sqlite_url: str, seed: int
) -> None:
    """Another program writes for 7 s: reads go on, writes fail in time, then all goes on."""
    path = Path(str(make_url(sqlite_url).database))
    lockout = Lockout(nursery, sqlite_url, 6, seed)

    findings = lockout.run(locked_file(path), held_s=7, within_s=10)

    assert not findings.faults, findings
    assert findings.unanswered > 0
    assert {error for error, _ in lockout.reads} == {""}
    assert max(seconds for _, seconds in lockout.reads) < 2


@pytest.mark.postgres
def test_locked_users_hold_nobody_for_long(
    nursery: Nursery, durable: PostgresServer, seed: int
) -> None:
    """Another program locks all users while 40 clients ask: each has an answer within 6 s."""
    store_url = durable.create_database()
    lockout = Lockout(nursery, store_url, 40, seed)

    findings = lockout.run(locked_users(store_url), held_s=4.3, within_s=6)

    assert not findings.faults, findings
    assert findings.unanswered > 0
