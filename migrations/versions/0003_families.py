"""What a sign-in proved and from where, its newest refresh token, and its record for its user."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _families()
    _sessions()


def _families() -> None:
    """Columns beside the tokens of a sign-in; the index by client no longer begins as the key."""
    op.add_column("families", sa.Column("device_key", TEXT, nullable=True))
    op.add_column("families", sa.Column("proven", TEXT, nullable=True))
    op.add_column("families", sa.Column("generation", sa.BigInteger(), nullable=True))
    op.add_column("families", sa.Column("newest_digest", sa.LargeBinary(), nullable=True))
    op.add_column("families", sa.Column("graces", TEXT, nullable=True))
    op.drop_index(op.f("ix_families_pool_id_client_id"), "families")
    op.create_index(op.f("ix_families_client_id_pool_id"), "families", ["client_id", "pool_id"])


def _sessions() -> None:
    """Records of sign-ins, in pools that track them."""
    op.create_table(
        "sessions",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("family_id", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("client_id", TEXT, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("active_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("ip", TEXT, nullable=True),
        sa.Column("user_agent", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("pool_id", "sub", "family_id", name=op.f("pk_sessions")),
    )
    op.create_index(op.f("ix_sessions_client_id_pool_id"), "sessions", ["client_id", "pool_id"])
    op.create_index(op.f("ix_sessions_expires_at_ms"), "sessions", ["expires_at_ms"])
