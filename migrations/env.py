"""How Alembic runs our migrations.

`cognate migrate` hands its connection over; the `alembic` command for developers takes a database
by `-x url=...`.
"""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection

from adapters.storage.sql.engines import open_engine
from adapters.storage.sql.tables import METADATA


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=METADATA, compare_server_default=True)
    with context.begin_transaction():
        context.run_migrations()


def _connect_and_run() -> None:
    url = context.get_x_argument(as_dictionary=True).get("url")
    if not isinstance(url, str):
        raise SystemExit("name the database: alembic -x url=sqlite:///path ...")
    with open_engine(url, connections=1).connect() as connection:
        _run(connection)


given = context.config.attributes.get("connection")
if given is None:
    _connect_and_run()
else:
    _run(given)
