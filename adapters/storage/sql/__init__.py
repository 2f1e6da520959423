"""The store in SQL: SQLite for one machine, PostgreSQL for several. SQLAlchemy Core, no ORM.

`tables` names every column and what it gives away; one module a port holds its statements as
constants; `work` runs them and decides what a failure means; `migrate` makes the schema.
"""

from __future__ import annotations

from adapters.storage.sql.connections import Connections
from adapters.storage.sql.engines import ACQUIRE_TIMEOUT_S, open_engine
from adapters.storage.sql.store import SqlStore

__all__ = ["SqlStore", "open"]


def open(
    url: str, *, connections: int = 16, acquire_timeout_s: float = ACQUIRE_TIMEOUT_S
) -> SqlStore:
    """Return the store of `sqlite:///path` or `postgresql://user:password@host/name`.

    No connection is made yet, but the file of SQLite is (readable by its owner only, as are
    directories that are missing). `connections` is how many units may be open at once; another one
    waits `acquire_timeout_s` and raises Unavailable then. Raises ValueError for other URLs.
    """
    engine = open_engine(url, connections + 1, acquire_timeout_s)  # one is for `ping`
    return SqlStore(engine, Connections(engine, connections, acquire_timeout_s))
