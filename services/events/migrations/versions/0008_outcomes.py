"""Outcomes.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        "programs", sa.Column("asks_reflection", sa.Boolean(), server_default=sa.text("false"), nullable=False)
    )
    op.create_table(
        "outcomes",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("none_recorded", sa.Boolean(), nullable=False),
        sa.Column("attended", sa.Integer()),
        sa.Column("people_served", sa.Integer()),
        sa.Column("hours_paid", sa.Float()),
        sa.Column("hours_own_time", sa.Float()),
        sa.Column("notes", sa.Text(), nullable=False),
        sa.Column("reflection", sa.Text(), nullable=False),
        sa.Column("given_by", sa.Uuid()),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("earlier", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_outcomes_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outcomes")),
        sa.UniqueConstraint("event_id", name=op.f("uq_outcomes_event_id")),
        sa.UniqueConstraint("external_id", name=op.f("uq_outcomes_external_id")),
    )
    op.create_table(
        "numbers_askings",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("site_email", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_numbers_askings_event_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_numbers_askings")),
    )
    op.create_index(
        op.f("ix_numbers_askings_next_at"),
        "numbers_askings",
        ["next_at"],
        postgresql_where=sa.text("times < 3"),
    )
