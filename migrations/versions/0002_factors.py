"""What a user can prove beside his password: software tokens, devices, passkeys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    op.add_column("users", sa.Column("factors", TEXT, nullable=True))
    _software_tokens()
    _devices()
    _passkeys()
    _pending()


def _software_tokens() -> None:
    """TOTP secrets, one a user."""
    op.create_table(
        "software_tokens",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("last_step", sa.BigInteger(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", name=op.f("pk_software_tokens")),
        sqlite_with_rowid=False,
    )


def _devices() -> None:
    """Devices that were confirmed."""
    op.create_table(
        "devices",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("key", TEXT, nullable=False),
        sa.Column("group_key", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=True),
        sa.Column("sealed_verifier", sa.LargeBinary(), nullable=True),
        sa.Column("remembered", sa.Boolean(), nullable=False),
        sa.Column("by_mfa", sa.Boolean(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("modified_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("authenticated_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("last_ip", TEXT, nullable=True),
        sa.PrimaryKeyConstraint("pool_id", "sub", "key", name=op.f("pk_devices")),
    )
    op.create_index(
        op.f("ix_devices_pool_id_sub_created_at_ms_key"),
        "devices",
        ["pool_id", "sub", "created_at_ms", "key"],
    )


def _passkeys() -> None:
    """WebAuthn credentials that were registered."""
    op.create_table(
        "passkeys",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("rp_id", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("aaguid", TEXT, nullable=False),
        sa.Column("attachment", TEXT, nullable=True),
        sa.Column("transports", TEXT, nullable=False),
        sa.Column("backup_eligible", sa.Boolean(), nullable=False),
        sa.Column("backed_up", sa.Boolean(), nullable=False),
        sa.Column("user_verified", sa.Boolean(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("used_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("pool_id", "sub", "id", name=op.f("pk_passkeys")),
    )


def _pending() -> None:
    """Values that wait a short time for their user's next request."""
    op.create_table(
        "pending",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", "name", name=op.f("pk_pending")),
    )
    op.create_index(op.f("ix_pending_expires_at_ms"), "pending", ["expires_at_ms"])
