"""A database that is away, busy or full: Unavailable, nothing half written, and no restart."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import event

from adapters.storage.conformance import samples as s
from adapters.storage.conformance.world import make_pool, make_user, standing, write
from adapters.storage.sql import SqlStore
from adapters.storage.sql import open as open_store
from adapters.storage.sql.migrate import is_current, upgrade
from adapters.storage.sql.store import Turn
from domain.ports.sentinels import Unavailable

NOBODY_LISTENS = "postgresql://user:very-secret@127.0.0.1:1/none"


@pytest.fixture
def impatient_store(sqlite_url: str) -> Iterator[SqlStore]:
    """An empty store on SQLite that waits for locks for a moment only."""
    store = open_store(sqlite_url)

    def hurry(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA busy_timeout = 50")

    event.listen(store.engine, "connect", hurry)
    yield store
    store.close()


@pytest.mark.parametrize("unit", ["reading", "writing"])
def test_a_database_that_is_away_is_unavailable(unit: str) -> None:
    """Opening a unit says at once that the database is away, and shows no password."""
    store = open_store(NOBODY_LISTENS)

    with pytest.raises(Unavailable) as away, getattr(store, unit)():
        pass
    with pytest.raises(Unavailable):
        store.ping()

    store.close()
    assert "secret" not in str(away.value)


def test_a_database_that_is_away_uses_up_no_connection() -> None:
    """A unit that could not be opened leaves its place to the next one."""
    store = open_store(NOBODY_LISTENS, connections=1, acquire_timeout_s=0.1)

    for _ in range(2):
        with pytest.raises(Unavailable, match="refused"), store.reading():
            pass

    store.close()


def test_a_database_that_is_away_is_not_migrated() -> None:
    """Migrations and the question for them say that the database is away."""
    with pytest.raises(Unavailable):
        upgrade(NOBODY_LISTENS)
    with pytest.raises(Unavailable):
        is_current(NOBODY_LISTENS)


def test_a_file_that_cannot_be_made_is_unavailable(tmp_path: Path) -> None:
    """A path that leads through a file is refused with the reason."""
    (tmp_path / "file").write_text("")

    with pytest.raises(Unavailable, match="file"):
        open_store(f"sqlite:///{tmp_path}/file/cognate.db")


def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    """A file of something else is not touched, and told."""
    path = tmp_path / "cognate.db"
    path.write_text("something else, long enough to be read as a header of a database file\n" * 9)
    before = path.read_bytes()
    store = open_store(f"sqlite:///{path}")

    with pytest.raises(Unavailable, match="not a database"):
        store.ping()

    store.close()
    assert path.read_bytes() == before


def test_a_unit_does_not_wait_for_a_connection_without_end(sql_url: str) -> None:
    """When every connection is in use, another unit fails after a moment, and works later."""
    store = open_store(sql_url, connections=1, acquire_timeout_s=0.1)
    make_pool(store)

    with ThreadPoolExecutor(1) as beside, store.reading():
        refused = beside.submit(standing, store).exception(timeout=5)

    assert isinstance(refused, Unavailable)
    standing(store)
    store.close()


def test_a_unit_that_waits_gets_the_connection_that_another_gives_back(sql_url: str) -> None:
    """When every connection is in use, another unit goes on as soon as one is free."""
    store = open_store(sql_url, connections=1, acquire_timeout_s=5)
    make_pool(store)

    with ThreadPoolExecutor(1) as beside:
        with store.reading():
            waiting = beside.submit(standing, store)
        assert waiting.result(timeout=5).user is None

    store.close()


def test_a_writer_does_not_wait_for_its_turn_without_end() -> None:
    """The writer queue of SQLite lets go of those who have waited too long, and goes on."""
    turn = Turn(waits_s=0.05)

    with turn, pytest.raises(Unavailable), turn:
        pass
    with turn:
        pass


def test_a_lock_of_another_process_is_not_waited_for_without_end(
    impatient_store: SqlStore, sqlite_url: str
) -> None:
    """While somebody else writes SQLite, reading goes on and writing fails after its wait."""
    make_pool(impatient_store)
    other = sqlite3.connect(sqlite_url.removeprefix("sqlite:///"), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")

    with pytest.raises(Unavailable, match="locked"):
        make_user(impatient_store)
    assert standing(impatient_store).user is None

    other.execute("ROLLBACK")
    other.close()
    make_user(impatient_store)
    assert standing(impatient_store).user == s.USER


def test_a_full_disc_leaves_nothing_half_written(sqlite_url: str) -> None:
    """When SQLite has no room left, the unit is undone, reading goes on, and room is used again."""
    store = open_store(sqlite_url)
    make_pool(store)
    room = {"pages": 100}

    def limit(connection: sqlite3.Connection, _: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {room['pages']}")

    store.close()
    event.listen(store.engine, "connect", limit)
    large = replace(s.ENTRY, sealed=bytes(4_000_000))

    with pytest.raises(Unavailable, match="full"):
        write(store, lambda unit: unit.users.add(s.USER), lambda unit: unit.outbox.add(large))

    assert standing(store).user is None
    make_user(store)
    room["pages"] = 100_000
    store.close()
    write(store, lambda unit: unit.outbox.add(large))
    with store.reading() as unit:
        assert list(unit.outbox.latest(1)) == [large]
    store.close()
