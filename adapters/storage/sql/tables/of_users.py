"""Tables of users' rows, whose keys begin with pool and user."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Index, LargeBinary, Table

from adapters.storage.sql.columns import TEXT, hashed, key, number, personal, pool, public, sealed
from adapters.storage.sql.tables.metadata import METADATA

USERS: Final = Table(
    "users",
    METADATA,
    pool(primary_key=True),
    key("sub"),
    number("version"),
    personal("username"),
    public("status"),
    public("enabled", Boolean()),
    personal("attributes"),
    number("created_at_ms"),
    number("modified_at_ms"),
    number("epoch"),
    number("signed_out_at_ms", nullable=True),
    personal("factors", nullable=True),
    personal("identities", nullable=True),
)

CREDENTIALS: Final = Table(
    "credentials",
    METADATA,
    key("pool_id"),
    key("sub"),
    number("generation"),
    hashed("password_hash", TEXT, nullable=True),
    sealed("sealed_verifier", LargeBinary(), nullable=True),
    number("set_at_ms"),
    number("temporary_until_ms", nullable=True),
    hashed("history", TEXT),
)

SOFTWARE_TOKENS: Final = Table(
    "software_tokens",
    METADATA,
    key("pool_id"),
    key("sub"),
    public("id"),
    sealed("sealed_secret", LargeBinary()),
    number("last_step"),
    number("created_at_ms"),
    sqlite_with_rowid=False,
)

DEVICES: Final = Table(
    "devices",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("key"),
    public("group_key"),
    personal("name", nullable=True),
    sealed("sealed_verifier", LargeBinary(), nullable=True),
    public("remembered", Boolean()),
    public("by_mfa", Boolean()),
    number("created_at_ms"),
    number("modified_at_ms"),
    number("authenticated_at_ms"),
    personal("last_ip", nullable=True),
    Index(None, "pool_id", "sub", "created_at_ms", "key"),
)

PASSKEYS: Final = Table(
    "passkeys",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("id"),
    public("rp_id"),
    personal("name"),
    public("public_key", LargeBinary()),
    number("sign_count"),
    public("aaguid"),
    public("attachment", nullable=True),
    public("transports"),
    public("backup_eligible", Boolean()),
    public("backed_up", Boolean()),
    public("user_verified", Boolean()),
    number("created_at_ms"),
    number("used_at_ms", nullable=True),
)

MEMBERSHIPS: Final = Table(
    "memberships",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("group_name"),
    # Not by pool first, as for families by client.
    Index(None, "group_name", "pool_id", "sub"),
    sqlite_with_rowid=False,
)

PENDING: Final = Table(
    "pending",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("name"),
    sealed("sealed", LargeBinary()),
    number("expires_at_ms"),
    Index(None, "expires_at_ms"),
)

CODES: Final = Table(
    "codes",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("purpose"),
    public("id"),
    hashed("digest", LargeBinary()),
    public("attribute", nullable=True),
    personal("destination", nullable=True),
    number("expires_at_ms"),
    number("tries"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

LOCKS: Final = Table(
    "locks",
    METADATA,
    key("pool_id"),
    key("sub"),
    number("failures"),
    number("last_attempt_at_ms"),
    Index(None, "last_attempt_at_ms"),
    sqlite_with_rowid=False,
)

BUDGETS: Final = Table(
    "budgets",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("name"),
    number("used"),
    number("ends_at_ms"),
    Index(None, "ends_at_ms"),
    sqlite_with_rowid=False,
)

SPENT: Final = Table(
    "spent",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("value_id"),
    number("expires_at_ms"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

FAMILIES: Final = Table(
    "families",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("id"),
    public("client_id"),
    public("event_id"),
    hashed("token_digest", LargeBinary()),
    number("authenticated_at_ms"),
    number("expires_at_ms"),
    number("revoked_at_ms", nullable=True),
    public("device_key", nullable=True),
    public("proven", nullable=True),
    number("generation", nullable=True),
    hashed("newest_digest", LargeBinary(), nullable=True),
    public("graces", nullable=True),
    # Not by pool first: PostgreSQL, as long as it has no statistics, would take it for the key.
    Index(None, "client_id", "pool_id"),
    Index(None, "expires_at_ms"),
    sqlite_with_rowid=False,
)

AUTH_EVENTS: Final = Table(
    "auth_events",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("id"),
    number("at_ms"),
    number("expires_at_ms"),
    public("type"),
    public("response"),
    public("blocked", Boolean()),
    public("compromised", Boolean()),
    public("proofs"),
    personal("ip", nullable=True),
    personal("device_name", nullable=True),
    public("feedback_valid", Boolean(), nullable=True),
    public("feedback_by", nullable=True),
    number("feedback_at_ms", nullable=True),
    Index(None, "pool_id", "sub", "at_ms", "id"),
    Index(None, "expires_at_ms"),
)

SESSIONS: Final = Table(
    "sessions",
    METADATA,
    key("pool_id"),
    key("sub"),
    key("family_id"),
    public("id"),
    public("client_id"),
    number("created_at_ms"),
    number("expires_at_ms"),
    number("active_at_ms"),
    personal("ip", nullable=True),
    personal("user_agent", nullable=True),
    Index(None, "client_id", "pool_id"),
    Index(None, "expires_at_ms"),
)
