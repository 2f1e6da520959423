"""Domains of pools."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "domains",
        sa.Column("name", TEXT, nullable=False),
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("custom", sa.Boolean(), nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_domains_pools")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_domains")),
    )
    op.create_index(
        op.f("ix_domains_pool_id_custom"), "domains", ["pool_id", "custom"], unique=True
    )
