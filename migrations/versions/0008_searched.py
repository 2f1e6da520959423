"""What users are searched by: a row beside each user, also for those who are there already."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
USERS = sa.table(
    "users",
    *(
        sa.column(name, TEXT)
        for name in ("pool_id", "sub", "username", "status", "enabled", "attributes")
    ),
)
ATTRIBUTES = (
    "email",
    "phone_number",
    "name",
    "given_name",
    "family_name",
    "preferred_username",
)
COLUMNS = ("username", *ATTRIBUTES, "cognito_user_status", "status")
BATCH = 1_000


def upgrade() -> None:
    searched = op.create_table(
        "searched",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        *(sa.Column(name, TEXT, nullable=True) for name in COLUMNS),
        sa.PrimaryKeyConstraint("pool_id", "sub", name=op.f("pk_searched")),
        sqlite_with_rowid=False,
    )
    last = ("", "")
    while rows := _batch(last):
        op.bulk_insert(searched, [_searched(row) for row in rows])
        last = (rows[-1].pool_id, rows[-1].sub)
    # Not before the rows: an index that is made at once is made sooner.
    for name in COLUMNS:
        is_there = sa.text(f"{name} IS NOT NULL")
        op.create_index(
            op.f(f"ix_searched_pool_id_{name}_sub"),
            "searched",
            ["pool_id", name, "sub"],
            sqlite_where=is_there,
            postgresql_where=is_there,
        )


def _batch(last: tuple[str, str]) -> list[Any]:
    """Return some users, those behind the given one in the order of their key."""
    place = sa.tuple_(*(sa.literal(text, TEXT) for text in last))
    page = (
        sa.select(USERS)
        .where(sa.tuple_(USERS.c.pool_id, USERS.c.sub) > place)
        .order_by(USERS.c.pool_id, USERS.c.sub)
        .limit(BATCH)
    )
    return list(op.get_bind().execute(page))


def _searched(row: Any) -> dict[str, str | None]:  # noqa: ANN401 (a row of whatever database)
    attributes = json.loads(row.attributes)
    return {
        "pool_id": row.pool_id,
        "sub": row.sub,
        "username": _compared(row.username),
        **{name: _compared(attributes.get(name, "").casefold()) for name in ATTRIBUTES},
        "cognito_user_status": row.status.casefold(),
        "status": "Enabled" if row.enabled else "Disabled",
    }


def _compared(text: str) -> str | None:
    cut = text.replace("\0", "\N{REPLACEMENT CHARACTER}").encode()[:1_024]
    return cut.decode(errors="ignore") or None
