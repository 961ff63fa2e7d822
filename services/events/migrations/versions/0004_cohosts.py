"""Cohosts.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    for column in (
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.Column("asked_by", sa.Uuid()),
        sa.Column("asked_at", sa.DateTime(timezone=True)),
        sa.Column("reconfirm", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("ask_again_at", sa.DateTime(timezone=True)),
        sa.Column("answer_note", sa.Text(), server_default="", nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("proposed_starts_at", sa.DateTime(timezone=True)),
    ):
        op.add_column("cohosts", column)
    op.create_index(
        op.f("ix_cohosts_ask_again_at"),
        "cohosts",
        ["ask_again_at"],
        postgresql_where=sa.text("ask_again_at IS NOT NULL"),
    )
