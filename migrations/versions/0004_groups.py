"""Groups of users, and who is in them."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _groups()
    _memberships()


def _groups() -> None:
    """Named sets of users, with what tokens tell of them."""
    op.create_table(
        "groups",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("description", TEXT, nullable=True),
        sa.Column("role_arn", TEXT, nullable=True),
        sa.Column("precedence", sa.BigInteger(), nullable=True),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("modified_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_groups_pools")),
        sa.PrimaryKeyConstraint("pool_id", "name", name=op.f("pk_groups")),
    )


def _memberships() -> None:
    """Who is in which groups: rows of a user, each with the name of a group."""
    op.create_table(
        "memberships",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("group_name", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", "group_name", name=op.f("pk_memberships")),
        sqlite_with_rowid=False,
    )
    op.create_index(
        op.f("ix_memberships_group_name_pool_id_sub"),
        "memberships",
        ["group_name", "pool_id", "sub"],
    )
