"""Columns of the tables, and what kind of thing each of them holds.

Every column says how much a reader of the database learns from it (SEC-04): `public` (ids, times,
configuration), `personal` (about a person), `hashed` (can be compared, not read), `sealed` (useless
without a key that the database does not have).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import BigInteger, Column, ForeignKey, Text
from sqlalchemy.types import TypeEngine

TEXT: Final = Text().with_variant(Text(collation="C"), "postgresql")
"""Ordered by code point on every database, whatever the locale of the server."""


def _column(
    kind: str,
    name: str,
    of_type: TypeEngine[Any],
    *,
    primary_key: bool = False,
    nullable: bool = False,
) -> Column[Any]:
    return Column(name, of_type, primary_key=primary_key, nullable=nullable, info={"class": kind})


def key(name: str, *, kind: str = "public") -> Column[Any]:
    """Return a column of the primary key."""
    return _column(kind, name, TEXT, primary_key=True)


def public(name: str, of_type: TypeEngine[Any] = TEXT, *, nullable: bool = False) -> Column[Any]:
    """Return a column of ids, times or configuration."""
    return _column("public", name, of_type, nullable=nullable)


def number(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a public integer: an instant, a count, a version."""
    return public(name, BigInteger(), nullable=nullable)


def personal(name: str, *, nullable: bool = False) -> Column[Any]:
    """Return a column of text about a person."""
    return _column("personal", name, TEXT, nullable=nullable)


def hashed(name: str, of_type: TypeEngine[Any], *, nullable: bool = False) -> Column[Any]:
    """Return a column that can be compared, not read."""
    return _column("hashed", name, of_type, nullable=nullable)


def sealed(name: str, of_type: TypeEngine[Any], *, nullable: bool = False) -> Column[Any]:
    """Return a column that is useless without a key that the database does not have."""
    return _column("sealed", name, of_type, nullable=nullable)


def pool(*, primary_key: bool) -> Column[Any]:
    """Return the column that ties a row to its pool."""
    return Column(
        "pool_id",
        TEXT,
        ForeignKey("pools.id"),
        primary_key=primary_key,
        nullable=False,
        info={"class": "public"},
    )
