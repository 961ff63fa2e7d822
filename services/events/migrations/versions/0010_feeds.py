"""Feeds: the addresses of people's own calendars, and when a moved event was to begin.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("events", sa.Column("moved_from", sa.DateTime(timezone=True)))
    op.create_table(
        "own_calendars",
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name=op.f("pk_own_calendars")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_own_calendars_secret_hash")),
    )
