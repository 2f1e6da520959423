"""Auth events: what users of pools with threat protection did."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "auth_events",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("type", TEXT, nullable=False),
        sa.Column("response", TEXT, nullable=False),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        sa.Column("compromised", sa.Boolean(), nullable=False),
        sa.Column("proofs", TEXT, nullable=False),
        sa.Column("ip", TEXT, nullable=True),
        sa.Column("device_name", TEXT, nullable=True),
        sa.Column("feedback_valid", sa.Boolean(), nullable=True),
        sa.Column("feedback_by", TEXT, nullable=True),
        sa.Column("feedback_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("pool_id", "sub", "id", name=op.f("pk_auth_events")),
    )
    op.create_index(
        op.f("ix_auth_events_pool_id_sub_at_ms_id"),
        "auth_events",
        ["pool_id", "sub", "at_ms", "id"],
    )
    op.create_index(op.f("ix_auth_events_expires_at_ms"), "auth_events", ["expires_at_ms"])
