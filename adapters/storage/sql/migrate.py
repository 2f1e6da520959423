"""Bringing a database to the schema of this program, and telling whether it is there."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.faults import unavailable

ALEMBIC_INI: Final = Path(__file__).parents[3] / "alembic.ini"
"""Beside the packages: Cognate runs from its checkout, installed or not."""

WAITS_S: Final = 60
"""How long a process waits while another migrates."""

LOCK: Final = {
    "sqlite": (f"PRAGMA busy_timeout = {WAITS_S * 1_000}", "BEGIN EXCLUSIVE"),
    "postgresql": (
        f"SET lock_timeout = '{WAITS_S}s'",
        "SET statement_timeout = 0",
        "BEGIN",
        "SELECT pg_advisory_xact_lock(7237110274)",
    ),
}
"""What begins the one transaction of all migrations, in which nobody else migrates."""


def upgrade(url: str) -> None:
    """Run every migration that the database lacks; of several processes at once one does it.

    Raises Unavailable if the database cannot be reached.
    """
    engine = open_engine(url, connections=1)
    try:
        with engine.connect() as connection:
            for statement in LOCK[connection.dialect.name]:
                connection.exec_driver_sql(statement)
            config = Config(ALEMBIC_INI)
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            connection.commit()
            connection.invalidate()  # with its longer time limits
    except SQLAlchemyError as error:
        raise unavailable(error) from error
    finally:
        engine.dispose()


def is_current(url: str) -> bool:
    """Whether the database has every migration. Raises Unavailable if it cannot be reached."""
    engine: Engine = open_engine(url, connections=1)
    try:
        return stored_revision(engine) == head()
    finally:
        engine.dispose()


def stored_revision(engine: Engine) -> str | None:
    """Return the migration that the database is at, None before the first. Raises Unavailable."""
    try:
        return _look(engine)
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise unavailable(error) from error
    except SQLAlchemyError as error:
        raise unavailable(error) from error
    # The connection had died in the pool; SQLAlchemy has emptied that, so the next one is new.
    try:
        return _look(engine)
    except SQLAlchemyError as error:
        raise unavailable(error) from error


def _look(engine: Engine) -> str | None:
    with engine.connect() as connection:
        return revision(connection)


def revision(connection: Connection) -> str | None:
    """Return what `stored_revision` does, on an open connection."""
    return MigrationContext.configure(connection).get_current_revision()


@cache
def head() -> str | None:
    """Return the last migration of this program."""
    return ScriptDirectory.from_config(Config(ALEMBIC_INI)).get_current_head()
