"""Tables of configuration: small, and read whole."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Boolean, Index, LargeBinary, Table

from adapters.storage.sql.columns import TEXT, key, number, pool, public, sealed
from adapters.storage.sql.tables.metadata import METADATA

POOL_IDS: Final = Table("pool_ids", METADATA, key("id"))
"""Every id that a pool ever had, so that none is given twice."""

POOLS: Final = Table(
    "pools",
    METADATA,
    key("id"),
    number("version"),
    sealed("keys", TEXT),
    public("document"),
)

CLIENTS: Final = Table(
    "clients",
    METADATA,
    key("id"),
    pool(primary_key=False),
    number("version"),
    sealed("secrets", TEXT),
    public("document"),
    Index(None, "pool_id", "id"),
)

SIGNING_KEYS: Final = Table(
    "signing_keys",
    METADATA,
    pool(primary_key=True),
    key("kid"),
    public("use"),
    sealed("sealed_private_key", LargeBinary()),
    public("modulus", LargeBinary()),
    number("exponent"),
    number("created_at_ms"),
)

ACCESS_KEYS: Final = Table(
    "access_keys",
    METADATA,
    key("id"),
    sealed("sealed_secret", LargeBinary()),
    public("policy"),
    number("created_at_ms"),
    number("disabled_at_ms", nullable=True),
    public("note"),
)

LIMITS: Final = Table("limits", METADATA, key("category"), number("per_second"))

GROUPS: Final = Table(
    "groups",
    METADATA,
    pool(primary_key=True),
    key("name"),
    public("description", nullable=True),
    public("role_arn", nullable=True),
    number("precedence", nullable=True),
    number("created_at_ms"),
    number("modified_at_ms"),
)

DOMAINS: Final = Table(
    "domains",
    METADATA,
    key("name"),
    pool(primary_key=False),
    public("custom", Boolean()),
    public("document"),
    # At most one of each form.
    Index(None, "pool_id", "custom", unique=True),
)

ITEMS: Final = Table(
    "items",
    METADATA,
    pool(primary_key=True),
    key("kind"),
    key("key"),
    sealed("sealed", TEXT, nullable=True),
    public("document"),
)

RESOURCE_SERVERS: Final = Table(
    "resource_servers",
    METADATA,
    pool(primary_key=True),
    key("identifier"),
    public("name"),
    public("scopes"),
)
