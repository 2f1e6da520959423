"""Bound parameters with the type of the column they meet, and the statements built of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypeVar

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Column,
    ColumnElement,
    Select,
    Table,
    and_,
    bindparam,
    select,
)
from sqlalchemy.dialects.postgresql import Insert, insert
from sqlalchemy.types import TypeEngine

from adapters.storage.sql.tables import POOLS, USERS

T = TypeVar("T")

upsert: Final = insert
"""INSERT with ON CONFLICT.

SQLite took the clause from PostgreSQL, and SQLAlchemy compiles the form of either dialect for the
other, so that one constant serves both.
"""

_PREFIX: Final = "p_"
"""SQLAlchemy takes a parameter named like a column for a value to set, even in a WHERE."""


def parameter(name: str, type_: TypeEngine[T]) -> BindParameter[T]:
    """Return a parameter that `named` gives its value."""
    return bindparam(_PREFIX + name, type_=type_)


def named(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Return the parameters of a statement under the names that `parameter` gave them."""
    return {_PREFIX + name: value for name, value in parameters.items()}


def unnamed(name: str) -> str:
    """Return what `parameter` was given, from the name that it made."""
    return name.removeprefix(_PREFIX)


LIMIT: Final[BindParameter[int]] = parameter("limit", BigInteger())
NOW_MS: Final[BindParameter[int]] = parameter("now_ms", BigInteger())


def bound(column: Column[Any], name: str | None = None) -> BindParameter[Any]:
    """Return a parameter for a column, named as the column unless told otherwise."""
    return parameter(name or column.key, column.type)


def values(columns: Iterable[Column[Any]]) -> dict[str, BindParameter[Any]]:
    """Return a parameter for every column, by its name."""
    return {column.key: bound(column) for column in columns}


def matches(*columns: Column[Any]) -> ColumnElement[bool]:
    """Return the predicate that every column equals the parameter of its name."""
    return and_(*(column == bound(column) for column in columns))


def of_user(table: Table) -> ColumnElement[bool]:
    """Return the predicate that a row belongs to the user `pool_id`, `sub`."""
    return matches(table.c.pool_id, table.c.sub)


def insert_or_yield(table: Table) -> Insert:
    """Return an INSERT that touches no row where there is one with this key.

    An error instead would end the transaction of PostgreSQL, and the unit could not go on.
    """
    return upsert(table).values(values(table.c)).on_conflict_do_nothing()


def insert_into_pool(table: Table) -> Insert:
    """Return `insert_or_yield` for a row whose pool must exist until the unit commits.

    Touches no row if the pool is gone. KEY SHARE holds off only the deletion of the pool, not the
    work of others on it.
    """
    return _into_pool(table).on_conflict_do_nothing()


def put_into_pool(table: Table) -> Insert:
    """Return `insert_into_pool` that takes the place of the row with this key, if there is one."""
    others = [column for column in table.c if not column.primary_key]
    return _into_pool(table).on_conflict_do_update(
        index_elements=list(table.primary_key), set_=values(others)
    )


def in_held_pool(table: Table) -> ColumnElement[bool]:
    """Return the predicate that a row is of the pool `pool_id`, which stays until the unit commits.

    The pool is locked before the row is looked for, and so in the order of who deletes a pool and
    of who adds to one: whoever locks rows by this predicate waits for neither in a ring.
    """
    held = select(POOLS.c.id).where(POOLS.c.id == bound(table.c.pool_id))
    held = held.with_for_update(read=True, key_share=True)
    return matches(table.c.pool_id) & (table.c.pool_id == held.scalar_subquery())


def insert_for_user(table: Table) -> Insert:
    """Return `insert_or_yield` for a row whose user must exist until the unit commits.

    Touches no row if the user is gone. SHARE holds off every change of his row, so that a deletion,
    which begins with one, sees what was inserted before it.
    """
    names, row = _selected(table)
    locked = row.select_from(USERS).where(of_user(USERS)).with_for_update(read=True)
    return upsert(table).from_select(names, locked).on_conflict_do_nothing()


def put_for_user(table: Table, but: Iterable[Column[Any]], where: ColumnElement[bool]) -> Insert:
    """Return `insert_for_user` that takes the place of the row with this key, if there is one.

    What is in the columns `but` stays there as it is, and so does all of a row that `where` does
    not hold for.
    """
    kept = {column.key for column in (*table.primary_key, *but)}
    names, row = _selected(table)
    locked = row.select_from(USERS).where(of_user(USERS)).with_for_update(read=True)
    changed = values(column for column in table.c if column.key not in kept)
    return (
        upsert(table)
        .from_select(names, locked)
        .on_conflict_do_update(index_elements=list(table.primary_key), set_=changed, where=where)
    )


HAS_USER: Final = select(USERS.c.sub).where(of_user(USERS))


def _into_pool(table: Table) -> Insert:
    names, row = _selected(table)
    pool = row.select_from(POOLS).where(POOLS.c.id == bound(table.c.pool_id))
    return upsert(table).from_select(names, pool.with_for_update(read=True, key_share=True))


def _selected(table: Table) -> tuple[list[str], Select[Any]]:
    """Return the names of all columns, and a SELECT of the parameters for them."""
    names = [column.key for column in table.c]
    return names, select(*(bound(column).label(column.key) for column in table.c))
