"""Migrations of a database that is in use: what was kept is kept, and what came later is empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config

from adapters.storage.conformance import samples as s
from adapters.storage.sql import open as open_store
from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.migrate import ALEMBIC_INI, upgrade
from domain.model.factors import NO_FACTORS

POOL = f"INSERT INTO pools VALUES ('{s.POOL_ID}', 1, '[]', '{{}}')"
USER = (
    "INSERT INTO users (pool_id, sub, version, username, status, enabled, attributes,"
    " created_at_ms, modified_at_ms, epoch)"
    f" VALUES ('{s.POOL_ID}', '{s.SUB}', 3, 'ann', 'CONFIRMED', TRUE, '{{}}', 1, 2, 4)"
)


def _make_of(url: str, revision: str, *statements: str) -> None:
    """Make a database as the program of that migration left it, with some rows."""
    engine = open_engine(url, connections=1)
    with engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        config = Config(ALEMBIC_INI)
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        for statement in statements:
            connection.exec_driver_sql(statement)
        connection.exec_driver_sql("COMMIT")
    engine.dispose()


@pytest.mark.parametrize(
    "database", ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)]
)
def test_users_of_the_first_schema_have_no_factors(
    database: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """A user from before there were factors is the same after the migration, and may get some."""
    if database == "sqlite":
        url = f"sqlite:///{tmp_path}/cognate.db"
    else:
        url = request.getfixturevalue("postgres_url")
    _make_of(url, "0001", POOL, USER)

    upgrade(url)

    store = open_store(url)
    with store.writing() as unit:
        user = unit.users.standing(s.POOL_ID, s.SUB).user
        assert user is not None
        assert (user.username, user.epoch, user.factors) == ("ann", 4, NO_FACTORS)
        unit.devices.add(s.DEVICE)
        unit.passkeys.add(s.PASSKEY)
        unit.software_tokens.put(s.SOFTWARE_TOKEN)
        assert unit.users.save(user).version == 4
    store.close()
