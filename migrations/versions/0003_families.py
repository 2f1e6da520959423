"""What a sign-in proved and from which device, beside its tokens; its newest refresh token."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("families", sa.Column("device_key", TEXT, nullable=True))
    op.add_column("families", sa.Column("proven", TEXT, nullable=True))
    op.add_column("families", sa.Column("generation", sa.BigInteger(), nullable=True))
    op.add_column("families", sa.Column("newest_digest", sa.LargeBinary(), nullable=True))
    op.add_column("families", sa.Column("graces", TEXT, nullable=True))
    op.drop_index(op.f("ix_families_pool_id_client_id"), "families")
    op.create_index(op.f("ix_families_client_id_pool_id"), "families", ["client_id", "pool_id"])
