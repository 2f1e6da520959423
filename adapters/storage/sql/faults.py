"""What an error of the driver, or of the pool of connections, means to a caller of the store."""

from __future__ import annotations

from sqlalchemy.engine.interfaces import DBAPIModule
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from domain.ports.sentinels import Unavailable


def is_mistake(error: Exception, dbapi: DBAPIModule) -> bool:
    """Whether the statement was wrong, as opposed to the database away, full, busy or broken.

    Every conflict that the ports know is decided by a row count, so such an error is a fault of
    ours and must not look like a database that is away.
    """
    if isinstance(error, SQLAlchemyError):
        return not isinstance(error, NoConnectionFree)
    return isinstance(
        error,
        (dbapi.DataError, dbapi.IntegrityError, dbapi.NotSupportedError, dbapi.ProgrammingError),
    )


def unavailable(error: Exception) -> Unavailable:
    """Return the sentinel with the driver's first line: it holds no statement and no parameter."""
    cause = getattr(error, "orig", None)
    lines = str(cause or error).strip().splitlines()
    return Unavailable(lines[0] if lines else type(error).__name__)
