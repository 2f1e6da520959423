"""The first schema."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    _pools()
    _access_keys()
    _users()
    _codes_and_families()
    _attempts()
    _names_and_outbox()


def _pools() -> None:
    """Pools, their clients and keys: small tables that everything refers to."""
    op.create_table(
        "pool_ids",
        sa.Column("id", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pool_ids")),
    )
    op.create_table(
        "pools",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("keys", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pools")),
    )
    op.create_table(
        "clients",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("secrets", TEXT, nullable=False),
        sa.Column("document", TEXT, nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_clients_pools")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clients")),
    )
    op.create_index(op.f("ix_clients_pool_id_id"), "clients", ["pool_id", "id"])
    op.create_table(
        "signing_keys",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("kid", TEXT, nullable=False),
        sa.Column("use", TEXT, nullable=False),
        sa.Column("sealed_private_key", sa.LargeBinary(), nullable=False),
        sa.Column("modulus", sa.LargeBinary(), nullable=False),
        sa.Column("exponent", sa.BigInteger(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_signing_keys_pools")),
        sa.PrimaryKeyConstraint("pool_id", "kid", name=op.f("pk_signing_keys")),
    )


def _access_keys() -> None:
    """The credentials that sign administrative requests."""
    op.create_table(
        "access_keys",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("sealed_secret", sa.LargeBinary(), nullable=False),
        sa.Column("policy", TEXT, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("disabled_at_ms", sa.BigInteger(), nullable=True),
        sa.Column("note", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access_keys")),
    )


def _users() -> None:
    """Profiles and passwords."""
    op.create_table(
        "users",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("username", TEXT, nullable=False),
        sa.Column("status", TEXT, nullable=False),
        sa.Column("enabled", sa.Boolean(), nullable=False),
        sa.Column("attributes", TEXT, nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("modified_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("signed_out_at_ms", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["pool_id"], ["pools.id"], name=op.f("fk_users_pools")),
        sa.PrimaryKeyConstraint("pool_id", "sub", name=op.f("pk_users")),
    )
    op.create_table(
        "credentials",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("generation", sa.BigInteger(), nullable=False),
        sa.Column("password_hash", TEXT, nullable=True),
        sa.Column("sealed_verifier", sa.LargeBinary(), nullable=True),
        sa.Column("set_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("temporary_until_ms", sa.BigInteger(), nullable=True),
        sa.Column("history", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", name=op.f("pk_credentials")),
    )


def _codes_and_families() -> None:
    """What a user is sent and what a sign-in gives."""
    op.create_table(
        "codes",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("attribute", TEXT, nullable=True),
        sa.Column("destination", TEXT, nullable=True),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", "purpose", name=op.f("pk_codes")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_codes_expires_at_ms"), "codes", ["expires_at_ms"])
    op.create_table(
        "families",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("id", TEXT, nullable=False),
        sa.Column("client_id", TEXT, nullable=False),
        sa.Column("event_id", TEXT, nullable=False),
        sa.Column("token_digest", sa.LargeBinary(), nullable=False),
        sa.Column("authenticated_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("revoked_at_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("pool_id", "sub", "id", name=op.f("pk_families")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_families_expires_at_ms"), "families", ["expires_at_ms"])
    op.create_index(op.f("ix_families_pool_id_client_id"), "families", ["pool_id", "client_id"])


def _attempts() -> None:
    """What bounds guessing."""
    op.create_table(
        "locks",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("failures", sa.BigInteger(), nullable=False),
        sa.Column("last_attempt_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", name=op.f("pk_locks")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_locks_last_attempt_at_ms"), "locks", ["last_attempt_at_ms"])
    op.create_table(
        "budgets",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("name", TEXT, nullable=False),
        sa.Column("used", sa.BigInteger(), nullable=False),
        sa.Column("ends_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", "name", name=op.f("pk_budgets")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_budgets_ends_at_ms"), "budgets", ["ends_at_ms"])
    op.create_table(
        "spent",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("value_id", TEXT, nullable=False),
        sa.Column("expires_at_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "sub", "value_id", name=op.f("pk_spent")),
        sqlite_with_rowid=False,
    )
    op.create_index(op.f("ix_spent_expires_at_ms"), "spent", ["expires_at_ms"])


def _names_and_outbox() -> None:
    """Rows that are spread by another key than the user's."""
    op.create_table(
        "names",
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("kind", TEXT, nullable=False),
        sa.Column("value", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.PrimaryKeyConstraint("pool_id", "kind", "value", name=op.f("pk_names")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "outbox",
        sa.Column("id", TEXT, nullable=False),
        sa.Column("pool_id", TEXT, nullable=False),
        sa.Column("sub", TEXT, nullable=False),
        sa.Column("channel", TEXT, nullable=False),
        sa.Column("purpose", TEXT, nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("created_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("due_at_ms", sa.BigInteger(), nullable=False),
        sa.Column("attempts", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
    )
    op.create_index(op.f("ix_outbox_channel_due_at_ms"), "outbox", ["channel", "due_at_ms"])
    op.create_index(op.f("ix_outbox_pool_id_sub"), "outbox", ["pool_id", "sub"])
