"""The engine for PostgreSQL through psycopg 3."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import URL, Engine, create_engine

BEGIN: Final = "BEGIN ISOLATION LEVEL READ COMMITTED"
"""Enough, because every decision is one conditional statement."""

SESSION: Final = (
    "-c statement_timeout=8000"
    " -c lock_timeout=4000"
    " -c idle_in_transaction_session_timeout=10000"
    " -c synchronous_commit=on"
)
"""Nothing waits for ever, in milliseconds; a commit that was answered is on the disc."""

CONNECT: Final[dict[str, Any]] = {
    "connect_timeout": 2,
    "tcp_user_timeout": 5_000,  # milliseconds; a cut network is noticed
    "keepalives_idle": 10,
    "keepalives_interval": 3,
    "keepalives_count": 3,
    "application_name": "cognate",
}


def open_engine(url: URL, connections: int, acquire_timeout_s: float) -> Engine:
    """Return an engine for `postgresql://...`; libpq's options may follow as query parameters."""
    given = url.query.get("options", ())
    options = " ".join([SESSION, *([given] if isinstance(given, str) else given)])
    defaults = {name: value for name, value in CONNECT.items() if name not in url.query}
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        isolation_level="AUTOCOMMIT",  # a reading unit is its statements, without BEGIN and COMMIT
        pool_reset_on_return=None,  # `Work` gives none back inside a transaction
        hide_parameters=True,
        pool_size=connections,
        max_overflow=0,
        pool_timeout=acquire_timeout_s,
        pool_use_lifo=True,  # idle connections stay few
        connect_args={**defaults, "options": options},
    )
