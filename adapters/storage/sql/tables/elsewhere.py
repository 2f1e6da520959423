"""Tables whose rows are spread by another key than their user."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, LargeBinary, Table

from adapters.storage.sql.columns import key, number, public, sealed
from adapters.storage.sql.tables.metadata import METADATA

NAMES: Final = Table(
    "names",
    METADATA,
    key("pool_id"),
    key("kind"),
    key("value", kind="personal"),
    public("sub"),
    sqlite_with_rowid=False,
)

OUTBOX: Final = Table(
    "outbox",
    METADATA,
    key("id"),
    public("pool_id"),
    public("sub"),
    public("channel"),
    public("purpose"),
    sealed("sealed", LargeBinary()),
    number("created_at_ms"),
    number("due_at_ms"),
    number("attempts"),
    Index(None, "channel", "due_at_ms"),
    Index(None, "pool_id", "sub"),
)
