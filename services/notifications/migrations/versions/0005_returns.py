"""Hear what came back

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("suppressions", sa.Column("source", sa.Text(), server_default="relay", nullable=False))
    op.execute("UPDATE suppressions SET source = 'link' WHERE reason = 'unsubscribed'")
    op.add_column("suppressions", sa.Column("note", sa.Text(), server_default="", nullable=False))
    op.add_column("suppressions", sa.Column("by_person_id", sa.Uuid()))
    op.add_column("suppressions", sa.Column("told_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_suppressions_untold",
        "suppressions",
        ["address_key"],
        postgresql_where=sa.text("scope = 'all' AND told_at IS NULL"),
    )
    op.create_table(
        "lifted_suppressions",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("by_person_id", sa.Uuid()),
        sa.Column("note", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_lifted_suppressions")),
    )
    op.create_index(op.f("ix_lifted_suppressions_address_key"), "lifted_suppressions", ["address_key"])
    op.create_table(
        "returns",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("delivery_id", sa.Uuid()),
        sa.Column("raw", sa.LargeBinary()),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_returns")),
        sa.UniqueConstraint("digest", name=op.f("uq_returns_digest")),
    )
    op.create_index(op.f("ix_returns_received_at"), "returns", ["received_at"])
    op.create_table(
        "denials",
        sa.Column("delivery_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("delivery_id", name=op.f("pk_denials")),
    )
    op.create_index(op.f("ix_denials_at"), "denials", ["at"])
