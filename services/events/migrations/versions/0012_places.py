"""Count places by day and by site

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "registration_days",
        sa.Column("registration_id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer()),
        sa.Column("group", sa.Text()),
        sa.Column("checked_in_at", sa.DateTime(timezone=True)),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registrations.id"],
            name=op.f("fk_registration_days_registration_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("registration_id", "session_id", name=op.f("pk_registration_days")),
    )
    op.create_index(op.f("ix_registration_days_session_id"), "registration_days", ["session_id"])
    # Until now a registration was for all days.
    op.execute(
        "INSERT INTO registration_days (registration_id, session_id)"
        " SELECT registrations.id, CAST(session ->> 'id' AS uuid)"
        " FROM registrations JOIN events ON events.id = registrations.event_id"
        " CROSS JOIN LATERAL jsonb_array_elements(events.sessions) AS session"
    )
