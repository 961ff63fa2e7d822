"""Reviews, and what an event says of access, pillars and reach.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

_OF_AN_EVENT = (
    sa.Column("accessibility_step_free", sa.Boolean(), server_default="false", nullable=False),
    sa.Column("accessibility_captioning", sa.Boolean(), server_default="false", nullable=False),
    sa.Column("accessibility_requests_close_days", sa.Integer()),
    sa.Column("pillars", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
    sa.Column("reach", sa.Text()),
    sa.Column("postpone_reason", sa.Text()),
)


def upgrade() -> None:
    """Upgrade schema."""
    for column in _OF_AN_EVENT:
        op.add_column("events", column)
        if column.server_default is not None:
            op.alter_column("events", column.name, server_default=None)
    op.create_index(
        "ix_events_running",
        "events",
        ["starts_at"],
        postgresql_where=sa.text("state IN ('published', 'in_progress')"),
    )
    op.add_column("audit", sa.Column("why", sa.Text(), server_default="", nullable=False))
    op.create_table(
        "review_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid()),
        sa.Column("reviewers", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_rules")),
    )
    op.create_index(
        op.f("ix_review_rules_partner_id"),
        "review_rules",
        ["partner_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
    )
    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("reviewers", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("requested_by", sa.Uuid()),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("request_note", sa.Text(), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True)),
        sa.Column("answered_by", sa.Uuid()),
        sa.Column("answered_at", sa.DateTime(timezone=True)),
        sa.Column("answer_note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_reviews_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_event_id"), "reviews", ["event_id"])
    op.create_index(
        "ix_reviews_waiting",
        "reviews",
        ["event_id"],
        unique=True,
        postgresql_where=sa.text("state = 'waiting'"),
    )
