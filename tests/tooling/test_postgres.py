"""The PostgreSQL of the tests: fresh databases, kills and restarts."""

from __future__ import annotations

from collections.abc import Iterator

import psycopg
import pytest

from tests.support.postgres import PostgresServer, ServerDatabases, dump

pytestmark = pytest.mark.postgres


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    """A server of this module's own, because its tests kill it; durable, as in production."""
    server = PostgresServer()
    try:
        server.start()
        yield server
    finally:
        server.close()


def test_postgres_url_is_a_fresh_database(postgres: ServerDatabases, postgres_url: str) -> None:
    """Two databases of one server share nothing."""
    other = postgres.create_database()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("CREATE TABLE seen (x integer)")

    with psycopg.connect(other) as connection:
        tables = connection.execute("SELECT FROM pg_tables WHERE tablename = 'seen'").fetchall()
    postgres.drop_database(other)

    assert tables == []


def test_postgres_create_database_copies_its_template(server: PostgresServer) -> None:
    """A database made from a template starts with the template's rows."""
    template = server.create_database()
    _write(template, 7)

    copy = server.create_database(template.rpartition("/")[2])

    assert _read(copy) == [7]


def test_postgres_kill_keeps_what_was_committed(server: PostgresServer) -> None:
    """After a kill the server starts on the same address with every committed row."""
    url = server.create_database()
    _write(url, 1)

    server.kill()
    with pytest.raises(psycopg.OperationalError):
        _read(url)
    server.start()

    assert _read(url) == [1]


def test_postgres_restart_keeps_its_address(server: PostgresServer) -> None:
    """An orderly restart ends open connections and serves new ones at the same URL."""
    url = server.create_database()
    _write(url, 2)

    with psycopg.connect(url) as before:
        server.restart()
        with pytest.raises(psycopg.OperationalError):
            before.execute("SELECT 1")

    assert _read(url) == [2]


def test_postgres_dump_shows_every_value(server: PostgresServer) -> None:
    """A dump is text in which a stored value can be searched for."""
    url = server.create_database()
    _write(url, 424_242)

    assert b"424242" in dump(url)


def _write(url: str, value: int) -> None:
    with psycopg.connect(url) as connection:
        connection.execute("CREATE TABLE kept (x integer)")
        connection.execute("INSERT INTO kept VALUES (%s)", [value])


def _read(url: str) -> list[int]:
    with psycopg.connect(url) as connection:
        return [row[0] for row in connection.execute("SELECT x FROM kept").fetchall()]
