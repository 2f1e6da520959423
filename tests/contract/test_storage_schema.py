"""The schema: what every column gives away, how it is named, and that migrations make it."""

from __future__ import annotations

import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, create_engine

from adapters.storage.sql import open as open_store
from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.migrate import LOCK, head, is_current, revision, upgrade
from adapters.storage.sql.tables import METADATA
from domain.ports.sentinels import Unavailable

CLASSES = {"public", "personal", "hashed", "sealed"}
COLUMNS = [column for table in METADATA.sorted_tables for column in table.columns]
SECRETS = {
    "auth_events.device_name": "personal",
    "auth_events.ip": "personal",
    "clients.secrets": "sealed",
    "codes.destination": "personal",
    "codes.digest": "hashed",
    "credentials.history": "hashed",
    "credentials.password_hash": "hashed",
    "credentials.sealed_verifier": "sealed",
    "devices.last_ip": "personal",
    "devices.name": "personal",
    "devices.sealed_verifier": "sealed",
    "access_keys.sealed_secret": "sealed",
    "families.token_digest": "hashed",
    "families.newest_digest": "hashed",
    "import_pieces.sealed": "sealed",
    "items.sealed": "sealed",
    "names.value": "personal",
    "outbox.sealed": "sealed",
    "passkeys.name": "personal",
    "pending.sealed": "sealed",
    "pools.keys": "sealed",
    **{
        f"searched.{name}": "personal"
        for name in (
            "username",
            "email",
            "phone_number",
            "name",
            "given_name",
            "family_name",
            "preferred_username",
        )
    },
    "sessions.ip": "personal",
    "sessions.user_agent": "personal",
    "signing_keys.sealed_private_key": "sealed",
    "software_tokens.sealed_secret": "sealed",
    "users.attributes": "personal",
    "users.factors": "personal",
    "users.identities": "personal",
    "users.username": "personal",
}
OF_USER = {
    "auth_events",
    "budgets",
    "codes",
    "credentials",
    "devices",
    "families",
    "locks",
    "memberships",
    "passkeys",
    "pending",
    "searched",
    "sessions",
    "software_tokens",
    "spent",
    "users",
}


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_every_column_says_what_it_gives_away(column: Column[object]) -> None:
    """No column is without a class, and everything that is not public is named here (SEC-04)."""
    kind = column.info.get("class")

    assert kind in CLASSES
    assert kind == SECRETS.get(str(column), "public")


def test_rows_of_a_user_are_keyed_by_pool_and_sub() -> None:
    """The key of every row of a user begins with pool id and sub; names are keyed by value."""
    keys = {
        table.name: [column.key for column in table.primary_key.columns]
        for table in METADATA.sorted_tables
    }

    assert {name for name, key in keys.items() if key[:2] == ["pool_id", "sub"]} == OF_USER
    assert keys["names"] == ["pool_id", "kind", "value"]


def test_names_and_users_are_not_bound_together() -> None:
    """Nothing of a user refers to another of his rows: only to the pool, a reference table."""
    targets = {key.target_fullname for column in COLUMNS for key in column.foreign_keys}

    assert targets == {"pools.id"}


def test_every_constraint_has_a_name() -> None:
    """The naming convention reaches all keys and indexes, so that a migration can name them."""
    for table in METADATA.sorted_tables:
        assert all(constraint.name for constraint in table.constraints), table.name
        assert all(index.name for index in table.indexes), table.name


def test_migrations_make_the_schema_of_the_tables(sql_url: str) -> None:
    """After all migrations nothing is left to migrate, on both databases."""
    engine = open_engine(sql_url, connections=1)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, METADATA) == []
        assert revision(connection) == head()
    engine.dispose()


def test_a_current_database_is_told(sql_url: str, tmp_path: Path) -> None:
    """A migrated database is current, also after a second migration; an empty one is not."""
    assert is_current(sql_url)
    upgrade(sql_url)
    assert is_current(sql_url)
    assert not is_current(f"sqlite:///{tmp_path}/empty.db")


def test_an_empty_database_is_unavailable(tmp_path: Path) -> None:
    """A ping of a database without a schema says what to do."""
    store = open_store(f"sqlite:///{tmp_path}/empty.db")

    with pytest.raises(Unavailable, match="cognate migrate"):
        store.ping()

    store.close()


def test_a_database_of_another_version_is_unavailable(sql_url: str) -> None:
    """A ping of a database at another migration names both."""
    store = open_store(sql_url)
    with store.engine.connect() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'other'")
    try:
        with pytest.raises(Unavailable, match=f"migration other, the program at {head()}"):
            store.ping()
    finally:
        with store.engine.connect() as connection:
            connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{head()}'")
        store.close()


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_processes_that_start_at_once_migrate_once(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """Of five processes that migrate an empty database at once all succeed."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/new/cognate.db"
    else:
        url = request.getfixturevalue("postgres_url")
    program = f"from adapters.storage.sql.migrate import upgrade; upgrade({url!r})"

    processes = [
        subprocess.Popen([sys.executable, "-c", program], stderr=subprocess.PIPE) for _ in range(5)
    ]
    failures = [process.communicate()[1].decode() for process in processes]

    assert failures == [""] * 5
    assert [process.returncode for process in processes] == [0] * 5
    assert is_current(url)


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_a_migration_waits_for_another(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """While one process migrates another one waits, and then finds the work done."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/cognate.db"
    else:
        url = request.getfixturevalue("postgres_url")
    first = open_engine(url, connections=1)

    with ThreadPoolExecutor(1) as beside:
        with first.connect() as connection:
            for statement in LOCK[database]:
                connection.exec_driver_sql(statement)
            second = beside.submit(upgrade, url)
            time.sleep(1)
            assert not second.done()
            connection.invalidate()
        second.result(timeout=20)

    first.dispose()
    assert is_current(url)


def test_a_new_file_is_readable_by_its_owner_only(tmp_path: Path) -> None:
    """The file of SQLite, what lies beside it, and directories made for it are private."""
    path = tmp_path / "var" / "deep" / "cognate.db"
    upgrade(f"sqlite:///{path}")
    store = open_store(f"sqlite:///{path}")
    store.ping()

    modes = {each.name: each.stat().st_mode & 0o777 for each in path.parent.iterdir()}
    store.close()

    assert set(modes.values()) == {0o600}
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert path.parent.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    "url", ["mysql://root:secret@localhost/x", "sqlite://", "sqlite:///:memory:", "secret"]
)
def test_other_urls_are_refused_without_being_repeated(url: str) -> None:
    """A URL that names no database of ours is refused, and no password is shown."""
    with pytest.raises(ValueError, match=r"database|SQLite") as refused:
        open_store(url)

    assert "secret" not in str(refused.value)


def test_sqlite_is_durable(sqlite_url: str) -> None:
    """Connections write ahead, sync every commit, wait for locks, and check foreign keys."""
    store = open_store(sqlite_url)
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")
        }
    store.close()

    assert settings == {
        "journal_mode": "wal",
        "synchronous": 2,
        "busy_timeout": 5_000,
        "foreign_keys": 1,
    }


@pytest.mark.postgres
def test_postgresql_is_durable_and_impatient(migrated_postgres_url: str) -> None:
    """Sessions wait for the disc at a commit, and for nothing else without end."""
    store = open_store(migrated_postgres_url)
    with store.engine.connect() as connection:
        settings = {
            name: connection.exec_driver_sql(f"SHOW {name}").scalar_one()
            for name in (
                "synchronous_commit",
                "statement_timeout",
                "lock_timeout",
                "idle_in_transaction_session_timeout",
            )
        }
    store.close()

    assert settings == {
        "synchronous_commit": "on",
        "statement_timeout": "8s",
        "lock_timeout": "4s",
        "idle_in_transaction_session_timeout": "10s",
    }


@pytest.mark.postgres
def test_text_is_ordered_alike_whatever_the_locale(migrated_postgres_url: str) -> None:
    """Every text column of PostgreSQL has the collation that orders by code point."""
    engine = create_engine(migrated_postgres_url.replace("postgresql:", "postgresql+psycopg:"))
    with engine.connect() as connection:
        others = connection.exec_driver_sql(
            "SELECT table_name, column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND data_type = 'text'"
            " AND collation_name IS DISTINCT FROM 'C'"
        ).all()
    engine.dispose()

    assert others == []
