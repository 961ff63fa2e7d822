"""Gather into digests, remind, announce

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("deliveries", sa.Column("digest_id", sa.Uuid()))
    op.create_index(
        "ix_deliveries_digest", "deliveries", ["digest_id"], postgresql_where=sa.text("digest_id IS NOT NULL")
    )
    waits = sa.text("channel <> 'email' AND state = 'pending' AND digest_id IS NULL")
    op.create_index("ix_deliveries_to_gather", "deliveries", ["channel", "next_attempt_at"], postgresql_where=waits)
    op.create_index("ix_deliveries_gathered", "deliveries", ["recipient_id", "channel"], postgresql_where=waits)
    op.create_table(
        "reminders",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("event_id", "occurrence", "minutes", name=op.f("pk_reminders")),
    )
    op.create_index("ix_reminders_due", "reminders", ["due_at"], postgresql_where=sa.text("done_at IS NULL"))
    op.create_table(
        "announcements",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("texts", JSONB(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("target_kind", sa.Text(), nullable=False),
        sa.Column("target_key", sa.Text(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("email_id", sa.Uuid()),
        sa.Column("tests", sa.Integer(), server_default="0", nullable=False),
        sa.Column("version", sa.Integer(), server_default="1", nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True)),
        sa.Column("stopped_at", sa.DateTime(timezone=True)),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcements")),
    )
