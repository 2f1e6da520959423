"""What users are searched by, in the form that is compared; `domain.model.search` says how."""

from __future__ import annotations

from typing import Final

from sqlalchemy import Index, Table, text

from adapters.storage.sql.columns import key, personal, public
from adapters.storage.sql.tables.metadata import METADATA

_STATUSES: Final = ("cognito_user_status", "status")
_PERSONAL: Final = (
    "username",
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
)


def _in_order(name: str) -> Index:
    """Return the index that finds the users of a pool by one column, in the order of its pages.

    Without the condition PostgreSQL, as long as it has no statistics, would take it for the key.
    """
    is_there = text(f"{name} IS NOT NULL")
    return Index(None, "pool_id", name, "sub", sqlite_where=is_there, postgresql_where=is_there)


SEARCHED: Final = Table(
    "searched",
    METADATA,
    key("pool_id"),
    key("sub"),
    *(personal(name, nullable=True) for name in _PERSONAL),
    *(public(name, nullable=True) for name in _STATUSES),
    *(_in_order(name) for name in (*_PERSONAL, *_STATUSES)),
    sqlite_with_rowid=False,
)
