"""What a database error means to a caller of the store."""

from __future__ import annotations

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    NotSupportedError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from domain.ports.sentinels import Unavailable

MISTAKES = (DataError, IntegrityError, NotSupportedError, ProgrammingError)
"""Errors of a statement, not of the database: every conflict that the ports know is decided by a
row count, so one of these is a fault of ours and must not look like a database that is away."""


def is_mistake(error: SQLAlchemyError) -> bool:
    """Whether the statement was wrong, as opposed to the database away, full, busy or broken."""
    if isinstance(error, DBAPIError):
        return isinstance(error, MISTAKES) and not error.connection_invalidated
    return not isinstance(error, NoConnectionFree)


def is_disconnect(error: SQLAlchemyError) -> bool:
    """Whether the connection turned out to be dead."""
    return isinstance(error, DBAPIError) and error.connection_invalidated


def unavailable(error: SQLAlchemyError) -> Unavailable:
    """Return the sentinel with the driver's first line: it holds no statement and no parameter."""
    cause = error.orig if isinstance(error, DBAPIError) else None
    lines = str(cause or error).strip().splitlines()
    return Unavailable(lines[0] if lines else type(error).__name__)
