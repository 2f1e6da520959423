"""Tables of import jobs, which are items themselves."""

from __future__ import annotations

from typing import Final

from sqlalchemy import BigInteger, Column, Index, LargeBinary, Table

from adapters.storage.sql.columns import key, number, pool, sealed
from adapters.storage.sql.tables.metadata import METADATA

IMPORT_PIECES: Final = Table(
    "import_pieces",
    METADATA,
    pool(primary_key=True),
    key("job_id"),
    key("file"),
    Column("number", BigInteger(), primary_key=True, info={"class": "public"}),
    sealed("sealed", LargeBinary()),
)

IMPORT_QUEUE: Final = Table(
    "import_queue",
    METADATA,
    pool(primary_key=True),
    key("job_id"),
    number("due_at_ms"),
    Index(None, "due_at_ms"),
)
