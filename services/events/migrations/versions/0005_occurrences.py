"""Occurrences of events, one for each that is there, and sessions.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_OF_EACH_EVENT = """
    INSERT INTO occurrences
        (event_id, key, original_local, starts_local, ends_local, time_zone, starts_at, ends_at, state)
    SELECT id, to_char(starts_local, 'YYYY-MM-DD"T"HH24:MI'), starts_local, starts_local, ends_local, time_zone,
        starts_at, ends_at, CASE WHEN ends_at <= now() THEN 'done' ELSE 'scheduled' END
    FROM events
"""


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("events", sa.Column("series", postgresql.JSONB()))
    op.add_column("events", sa.Column("over_at", sa.DateTime(timezone=True)))
    op.execute("UPDATE events SET over_at = ends_at")
    op.add_column("events", sa.Column("sessions", postgresql.JSONB(), server_default="[]", nullable=False))
    op.alter_column("events", "sessions", server_default=None)
    op.create_table(
        "occurrences",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("original_local", sa.DateTime()),
        sa.Column("starts_local", sa.DateTime(), nullable=False),
        sa.Column("ends_local", sa.DateTime(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("venue", postgresql.JSONB()),
        sa.Column("online_url", sa.Text()),
        sa.Column("capacity", sa.Integer()),
        sa.Column("reason", sa.Text()),
        sa.ForeignKeyConstraint(
            ["event_id"], ["events.id"], name=op.f("fk_occurrences_event_id_events"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("event_id", "key", name=op.f("pk_occurrences")),
    )
    op.create_index(
        op.f("ix_occurrences_starts_at_event_id_key_ends_at"),
        "occurrences",
        ["starts_at", "event_id", "key", "ends_at"],
    )
    op.create_index(
        "ix_occurrences_to_come",
        "occurrences",
        ["ends_at"],
        postgresql_where=sa.text("state IN ('scheduled', 'moved')"),
    )
    op.execute(_OF_EACH_EVENT)
