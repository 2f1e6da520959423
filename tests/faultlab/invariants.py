"""What must hold in the database itself after any fault, asked in SQL and not through the ports.

Each query finds rows that no committed change can have left.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from sqlalchemy import Connection, text

from adapters.storage import sql
from adapters.storage.sql import SqlStore
from domain.model import contexts
from domain.ports.sealer import SealBroken
from tests.support.fakes import real_sealer

USERS: Final = "SELECT sub FROM users"
ABSURD: Final[Mapping[str, str]] = {
    "user without his own name": f"{USERS} EXCEPT SELECT sub FROM names WHERE kind = 'username'",
    "user without his address as a name": (
        f"{USERS} EXCEPT SELECT sub FROM names WHERE kind = 'email'"
    ),
    "user without credentials": f"{USERS} EXCEPT SELECT sub FROM credentials",
    "user whom no search finds": (
        f"{USERS} EXCEPT SELECT searched.sub FROM searched JOIN users"
        " ON users.sub = searched.sub AND users.username = searched.username"
        " AND lower(users.status) = searched.cognito_user_status"
        " AND users.enabled = (searched.status = 'Enabled')"
    ),
    "unconfirmed user without a code": (
        f"{USERS} WHERE status = 'UNCONFIRMED' EXCEPT SELECT sub FROM codes"
    ),
    "disabled user who is signed in": (
        f"{USERS} WHERE NOT enabled INTERSECT SELECT sub FROM families WHERE revoked_at_ms IS NULL"
    ),
    **{
        f"row of {table} without a user": f"SELECT sub FROM {table} EXCEPT {USERS}"
        for table in (
            "names",
            "credentials",
            "software_tokens",
            "devices",
            "passkeys",
            "memberships",
            "codes",
            "families",
            "sessions",
            "outbox",
            "searched",
        )
    },
    "membership of a group that is gone": (
        "SELECT group_name FROM memberships EXCEPT SELECT name FROM groups"
    ),
    "passkey without its name": (
        "SELECT sub FROM passkeys EXCEPT SELECT sub FROM names WHERE kind = 'passkey'"
    ),
    "name of a passkey that is gone": (
        "SELECT sub FROM names WHERE kind = 'passkey' EXCEPT SELECT sub FROM passkeys"
    ),
    "name that two users have": (
        "SELECT value FROM names GROUP BY pool_id, kind, value HAVING count(*) > 1"
    ),
    "sign-in name of a kind twice": (
        "SELECT sub FROM names WHERE kind <> 'passkey'"
        " GROUP BY pool_id, sub, kind HAVING count(*) > 1"
    ),
}
"""What cannot be: by its name, the query that finds it (a `sub` is in one pool only)."""

VERIFIERS: Final = text(
    "SELECT pool_id, sub, generation, sealed_verifier FROM credentials WHERE set_at_ms >= :since_ms"
)


def broken(store_url: str, since_ms: int = 0) -> list[str]:
    """Return a line for each thing in the database that cannot be.

    SRP verifiers are opened where they were made at `since_ms` or later: they open only beside the
    generation of the password that they were made with.
    """
    store = sql.open(store_url)
    try:
        with store.engine.connect() as connection:
            return [
                *_unsound(connection),
                *_absurd(connection),
                *_mismatched(store, connection, since_ms),
            ]
    finally:
        store.close()


def rows(store_url: str, statement: str, **parameters: str) -> list[tuple[Any, ...]]:
    """Run one statement behind the server's back; return its rows, none for a change."""
    store = sql.open(store_url)
    try:
        with store.engine.connect() as connection:
            result = connection.execute(text(statement), parameters)
            return [tuple(row) for row in result] if result.returns_rows else []
    finally:
        store.close()


def _unsound(connection: Connection) -> Iterator[str]:
    if connection.dialect.name != "sqlite":
        return
    for pragma, sound in (("integrity_check", [("ok",)]), ("foreign_key_check", [])):
        said = [tuple(row) for row in connection.execute(text(f"PRAGMA {pragma}"))]
        if said != sound:
            yield f"{pragma}: {said}"


def _absurd(connection: Connection) -> Iterator[str]:
    for what, query in ABSURD.items():
        for row in connection.execute(text(query)):
            yield f"{what}: {row[0]}"


def _mismatched(store: SqlStore, connection: Connection, since_ms: int) -> Iterator[str]:
    sealer = real_sealer()
    with store.reading() as unit:
        keys = {pool.id: pool.keys for pool in unit.pools.page(None, 60)}
    for pool_id, sub, generation, sealed in connection.execute(VERIFIERS, {"since_ms": since_ms}):
        try:
            sealer.open(keys[pool_id], contexts.verifier(pool_id, sub, generation), bytes(sealed))
        except SealBroken:
            yield f"verifier of another password: {sub}, generation {generation}"
