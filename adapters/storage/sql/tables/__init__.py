"""The tables and their keys; `columns` says what kind of thing each column holds.

Keys: all rows of a user begin with (pool id, sub) and can be spread by it; every sign-in name is a
row of its own keyed by its value, without a foreign key to its user; pools, clients and keys are
small reference tables. Nothing is counted on a pool, client or user row, and nothing there says
when it was last used.
"""

from __future__ import annotations

from adapters.storage.sql.tables.configuration import (
    ACCESS_KEYS,
    CLIENTS,
    DOMAINS,
    GROUPS,
    ITEMS,
    LIMITS,
    POOL_IDS,
    POOLS,
    RESOURCE_SERVERS,
    SIGNING_KEYS,
)
from adapters.storage.sql.tables.elsewhere import (
    NAMES,
    OUTBOX,
)
from adapters.storage.sql.tables.imports import IMPORT_PIECES, IMPORT_QUEUE
from adapters.storage.sql.tables.metadata import METADATA
from adapters.storage.sql.tables.of_users import (
    AUTH_EVENTS,
    BUDGETS,
    CODES,
    CREDENTIALS,
    DEVICES,
    FAMILIES,
    LOCKS,
    MEMBERSHIPS,
    PASSKEYS,
    PENDING,
    SESSIONS,
    SOFTWARE_TOKENS,
    SPENT,
    USERS,
)
from adapters.storage.sql.tables.searched import SEARCHED

__all__ = [
    "ACCESS_KEYS",
    "AUTH_EVENTS",
    "BUDGETS",
    "CLIENTS",
    "CODES",
    "CREDENTIALS",
    "DEVICES",
    "DOMAINS",
    "FAMILIES",
    "GROUPS",
    "IMPORT_PIECES",
    "IMPORT_QUEUE",
    "ITEMS",
    "LIMITS",
    "LOCKS",
    "MEMBERSHIPS",
    "METADATA",
    "NAMES",
    "OUTBOX",
    "PASSKEYS",
    "PENDING",
    "POOLS",
    "POOL_IDS",
    "RESOURCE_SERVERS",
    "SEARCHED",
    "SESSIONS",
    "SIGNING_KEYS",
    "SOFTWARE_TOKENS",
    "SPENT",
    "USERS",
]
