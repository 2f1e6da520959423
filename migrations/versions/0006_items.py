"""Items: what pools are configured with besides their settings."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "items",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("sealed", TEXT, nullable=True),
        sa.Column("document", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_items_pools")),
        sa.PrimaryKeyConstraint("pool_id", "kind", "key", name=op.f("pk_items")),
    )
