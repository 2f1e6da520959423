"""The versions of a pool and a client, for statements that bring them along."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import Label, Subquery, literal_column, select

from adapters.storage.sql.parameters import bound, parameter
from adapters.storage.sql.tables import CLIENTS, POOLS

POOL_ID: Final = bound(POOLS.c.id, "pool_id")

COLUMNS: Final[tuple[Label[Any], Label[Any]]] = (
    select(POOLS.c.version).where(POOLS.c.id == POOL_ID).scalar_subquery().label("pool_version"),
    select(CLIENTS.c.version)
    .where(CLIENTS.c.id == parameter("client_id", CLIENTS.c.id.type))
    .where(CLIENTS.c.pool_id == POOL_ID)
    .scalar_subquery()
    .label("client_version"),
)
"""Two columns for the parameters `pool_id` and `client_id` (or None)."""

ALWAYS: Final[Subquery] = select(literal_column("1").label("one")).subquery("always")
"""One row to join to, so that a statement answers even where it finds nothing."""
