"""The tables, their keys, and what kind of thing every column holds.

Keys: all rows of a user begin with (pool id, sub) and can be spread by it; every sign-in name is a
row of its own keyed by its value, without a foreign key to its user; pools, clients and keys are
small reference tables. Nothing is counted on a pool, client or user row, and nothing there says
when it was last used.

Every column says how much a reader of the database learns from it (SEC-04): `public` (ids, times,
configuration), `personal` (about a person), `hashed` (can be compared, not read), `sealed` (useless
without a key that the database does not have).
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.types import TypeEngine

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(referred_table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

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


def _key(name: str, *, kind: str = "public") -> Column[Any]:
    return _column(kind, name, TEXT, primary_key=True)


def _public(name: str, of_type: TypeEngine[Any] = TEXT, *, nullable: bool = False) -> Column[Any]:
    return _column("public", name, of_type, nullable=nullable)


def _number(name: str, *, nullable: bool = False) -> Column[Any]:
    return _public(name, BigInteger(), nullable=nullable)


def _personal(name: str, *, nullable: bool = False) -> Column[Any]:
    return _column("personal", name, TEXT, nullable=nullable)


def _hashed(name: str, of_type: TypeEngine[Any], *, nullable: bool = False) -> Column[Any]:
    return _column("hashed", name, of_type, nullable=nullable)


def _sealed(name: str, of_type: TypeEngine[Any], *, nullable: bool = False) -> Column[Any]:
    return _column("sealed", name, of_type, nullable=nullable)


def _pool(*, primary_key: bool) -> Column[Any]:
    return Column(
        "pool_id",
        TEXT,
        ForeignKey("pools.id"),
        primary_key=primary_key,
        nullable=False,
        info={"class": "public"},
    )


# ---------------------------------------------------------------- small reference tables

POOL_IDS: Final = Table("pool_ids", METADATA, _key("id"))
"""Every id that a pool ever had, so that none is given twice."""

POOLS: Final = Table(
    "pools",
    METADATA,
    _key("id"),
    _number("version"),
    _sealed("keys", TEXT),
    _public("document"),
)

CLIENTS: Final = Table(
    "clients",
    METADATA,
    _key("id"),
    _pool(primary_key=False),
    _number("version"),
    _sealed("secrets", TEXT),
    _public("document"),
    Index(None, "pool_id", "id"),
)

SIGNING_KEYS: Final = Table(
    "signing_keys",
    METADATA,
    _pool(primary_key=True),
    _key("kid"),
    _public("use"),
    _sealed("sealed_private_key", LargeBinary()),
    _public("modulus", LargeBinary()),
    _number("exponent"),
    _number("created_at_ms"),
)

ACCESS_KEYS: Final = Table(
    "access_keys",
    METADATA,
    _key("id"),
    _sealed("sealed_secret", LargeBinary()),
    _public("policy"),
    _number("created_at_ms"),
    _number("disabled_at_ms", nullable=True),
    _public("note"),
)

# ---------------------------------------------------------------- rows of one user

USERS: Final = Table(
    "users",
    METADATA,
    _pool(primary_key=True),
    _key("sub"),
    _number("version"),
    _personal("username"),
    _public("status"),
    _public("enabled", Boolean()),
    _personal("attributes"),
    _number("created_at_ms"),
    _number("modified_at_ms"),
    _number("epoch"),
    _number("signed_out_at_ms", nullable=True),
    _personal("factors", nullable=True),
)

CREDENTIALS: Final = Table(
    "credentials",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _number("generation"),
    _hashed("password_hash", TEXT, nullable=True),
    _sealed("sealed_verifier", LargeBinary(), nullable=True),
    _number("set_at_ms"),
    _number("temporary_until_ms", nullable=True),
    _hashed("history", TEXT),
)

SOFTWARE_TOKENS: Final = Table(
    "software_tokens",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _public("id"),
    _sealed("sealed_secret", LargeBinary()),
    _number("last_step"),
    _number("created_at_ms"),
    sqlite_with_rowid=False,
)

DEVICES: Final = Table(
    "devices",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("key"),
    _public("group_key"),
    _personal("name", nullable=True),
    _sealed("sealed_verifier", LargeBinary(), nullable=True),
    _public("remembered", Boolean()),
    _public("by_mfa", Boolean()),
    _number("created_at_ms"),
    _number("modified_at_ms"),
    _number("authenticated_at_ms"),
    _personal("last_ip", nullable=True),
    Index(None, "pool_id", "sub", "created_at_ms", "key"),
)

PASSKEYS: Final = Table(
    "passkeys",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("id"),
    _public("rp_id"),
    _personal("name"),
    _public("public_key", LargeBinary()),
    _number("sign_count"),
    _public("aaguid"),
    _public("attachment", nullable=True),
    _public("transports"),
    _public("backup_eligible", Boolean()),
    _public("backed_up", Boolean()),
    _public("user_verified", Boolean()),
    _number("created_at_ms"),
    _number("used_at_ms", nullable=True),
)

PENDING: Final = Table(
    "pending",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("name"),
    _sealed("sealed", LargeBinary()),
    _number("expires_at_ms"),
    Index(None, "expires_at_ms"),
)

CODES: Final = Table(
    "codes",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("purpose"),
    _public("id"),
    _hashed("digest", LargeBinary()),
    _public("attribute", nullable=True),
    _personal("destination", nullable=True),
    _number("expires_at_ms"),
    _number("tries"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

LOCKS: Final = Table(
    "locks",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _number("failures"),
    _number("last_attempt_at_ms"),
    Index(None, "last_attempt_at_ms"),
    sqlite_with_rowid=False,
)

BUDGETS: Final = Table(
    "budgets",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("name"),
    _number("used"),
    _number("ends_at_ms"),
    Index(None, "ends_at_ms"),
    sqlite_with_rowid=False,
)

SPENT: Final = Table(
    "spent",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("value_id"),
    _number("expires_at_ms"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

FAMILIES: Final = Table(
    "families",
    METADATA,
    _key("pool_id"),
    _key("sub"),
    _key("id"),
    _public("client_id"),
    _public("event_id"),
    _hashed("token_digest", LargeBinary()),
    _number("authenticated_at_ms"),
    _number("expires_at_ms"),
    _number("revoked_at_ms", nullable=True),
    Index(None, "pool_id", "client_id"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

# ---------------------------------------------------------------- rows spread by another key

NAMES: Final = Table(
    "names",
    METADATA,
    _key("pool_id"),
    _key("kind"),
    _key("value", kind="personal"),
    _public("sub"),
    sqlite_with_rowid=False,
)

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    _key("id"),
    _public("pool_id"),
    _public("sub"),
    _public("channel"),
    _public("purpose"),
    _sealed("sealed", LargeBinary()),
    _number("created_at_ms"),
    _number("due_at_ms"),
    _number("attempts"),
    Index(None, "channel", "due_at_ms"),
    Index(None, "pool_id", "sub"),
)
