"""Coordination: asks of partners and their limits, and why an event was published over a conflict.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("partners", sa.Column("request_limit_per_month", sa.Integer()))
    op.add_column("events", sa.Column("over_conflicts", sa.Text()))
    op.create_index("ix_events_series", "events", ["host_id"], postgresql_where=sa.text("series IS NOT NULL"))
    op.create_table(
        "asks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("over_limit", sa.Text()),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_asks_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_event_id"), "asks", ["event_id"])
    op.create_index(op.f("ix_asks_partner_id_asked_at"), "asks", ["partner_id", "asked_at"])
