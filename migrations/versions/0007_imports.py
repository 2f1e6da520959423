"""Import jobs: the pieces of their files, and which of them are due."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "import_pieces",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("file", TEXT, nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_import_pieces_pools")),
        sa.PrimaryKeyConstraint(
            "pool_id", "job_id", "file", "number", name=op.f("pk_import_pieces")
        ),
    )
    op.create_table(
        "import_queue",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("job_id", TEXT, nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_import_queue_pools")),
        sa.PrimaryKeyConstraint("pool_id", "job_id", name=op.f("pk_import_queue")),
    )
    op.create_index(op.f("ix_import_queue_due_at_ms"), "import_queue", ["due_at_ms"])
