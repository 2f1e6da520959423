"""PostgreSQL that restarts, ends sessions, or finds a deadlock: nothing half written."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import psycopg
import pytest

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.world import make_pool, make_user, standing, write
from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import upgrade
from domain.model.identifiers import Sub
from domain.ports.sentinels import Unavailable
from domain.ports.store import Unit
from tests.support.postgres import FAST, PostgresServer

pytestmark = pytest.mark.postgres


@pytest.fixture
def postgresql_store(migrated_postgres_url: str) -> Iterator[SqlStore]:
    """An empty store on PostgreSQL."""
    store = open_store(migrated_postgres_url)
    yield store
    store.close()


def _terminate_others(url: str) -> None:
    """End every session on the database of a URL, as an administrator would."""
    statement = (
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()"
    )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)


def test_a_connection_that_died_in_the_pool_is_replaced(
    postgresql_store: SqlStore, migrated_postgres_url: str
) -> None:
    """Sessions that were ended between two units cost no error, in reading or in writing."""
    make_pool(postgresql_store)

    _terminate_others(migrated_postgres_url)
    with postgresql_store.reading() as unit:
        assert unit.pools.get(s.POOL_ID) == s.POOL
    _terminate_others(migrated_postgres_url)
    make_user(postgresql_store)
    _terminate_others(migrated_postgres_url)
    postgresql_store.ping()

    assert standing(postgresql_store).user == s.USER


def test_a_connection_that_dies_between_two_reads_is_replaced(
    postgresql_store: SqlStore, migrated_postgres_url: str
) -> None:
    """A reading unit goes on when its session is ended in the middle."""
    make_pool(postgresql_store)

    with postgresql_store.reading() as unit:
        assert unit.pools.get(s.POOL_ID) == s.POOL
        _terminate_others(migrated_postgres_url)
        assert unit.pools.get(s.POOL_ID) == s.POOL


@pytest.mark.parametrize("goes_on", [True, False])
def test_a_connection_that_dies_while_writing_leaves_nothing(
    postgresql_store: SqlStore, migrated_postgres_url: str, *, goes_on: bool
) -> None:
    """A writing unit whose session is ended fails, at its next statement or its commit."""
    make_pool(postgresql_store)

    later = [lambda unit: unit.users.add(s.OTHER_USER)] if goes_on else []

    with pytest.raises(Unavailable):
        write(
            postgresql_store,
            lambda unit: unit.users.add(s.USER),
            lambda _: _terminate_others(migrated_postgres_url),
            *later,
        )

    assert standing(postgresql_store).user is None
    make_user(postgresql_store)
    assert standing(postgresql_store).user == s.USER


def test_a_unit_that_hides_a_failure_does_not_commit(
    postgresql_store: SqlStore, migrated_postgres_url: str
) -> None:
    """A unit that goes on after Unavailable, as if nothing had been, fails in the end."""
    make_pool(postgresql_store)

    def add_quietly(unit: Unit) -> None:
        with pytest.raises(Unavailable):
            unit.users.add(s.OTHER_USER)

    with pytest.raises(Unavailable):
        write(
            postgresql_store,
            lambda unit: unit.users.add(s.USER),
            lambda _: _terminate_others(migrated_postgres_url),
            add_quietly,
            add_quietly,
        )

    assert standing(postgresql_store).user is None


def test_a_server_that_comes_back_is_used_again() -> None:
    """While PostgreSQL is away units fail quickly; the same store works when it is back."""
    server = PostgresServer(FAST)
    try:
        server.start()
        url = server.create_database()
        upgrade(url)
        store = open_store(url)
        make_pool(store)

        server.kill()
        began = time.monotonic()
        for _ in range(3):
            with pytest.raises(Unavailable):
                make_user(store)
            with pytest.raises(Unavailable):
                store.ping()
        assert time.monotonic() - began < 5
        server.start()

        make_user(store)
        assert standing(store).user == s.USER
        store.ping()
        store.close()
    finally:
        server.close()


def test_a_deadlock_ends_for_one_of_the_two(postgresql_store: SqlStore) -> None:
    """Of two units that wait for each other one fails, and the other commits."""
    make_pool(postgresql_store)
    make_user(postgresql_store)
    make_user(postgresql_store, s.OTHER_USER)
    both_began = threading.Barrier(2, timeout=5)

    def save(first: Sub, second: Sub) -> bool:
        try:
            with postgresql_store.writing() as unit:
                unit.users.save(replace(s.USER, sub=first))
                both_began.wait()
                unit.users.save(replace(s.USER, sub=second, version=1))
        except Unavailable:
            return False
        return True

    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(save, s.SUB, s.OTHER_SUB)
        second = threads.submit(save, s.OTHER_SUB, s.SUB)
        committed = [first.result(timeout=9), second.result(timeout=9)]

    assert sorted(committed) == [False, True]
    versions = [standing(postgresql_store, sub).user for sub in (s.SUB, s.OTHER_SUB)]
    assert [user and user.version for user in versions] == [2, 2]


def test_a_cancelled_statement_leaves_a_usable_store(migrated_postgres_url: str) -> None:
    """After a statement that was given up, the one connection of the store is a fresh one."""
    store = open_store(migrated_postgres_url, connections=1)
    make_pool(store)
    make_user(store)
    cancel = (
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )

    with (
        psycopg.connect(migrated_postgres_url) as holder,
        psycopg.connect(migrated_postgres_url, autocommit=True) as administrator,
        ThreadPoolExecutor(1) as beside,
    ):
        holder.execute("SELECT 1 FROM users FOR UPDATE")
        waiting = beside.submit(write, store, lambda unit: unit.users.save(s.USER))
        while not administrator.execute(cancel).fetchall():
            assert not waiting.done()
        refused = waiting.exception(timeout=5)

    assert isinstance(refused, Unavailable)
    make_user(store, s.OTHER_USER)
    assert standing(store).user == s.USER
    store.close()
