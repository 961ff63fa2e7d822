"""Registrations.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_REGISTRANT = ["event_id", "occurrence", "person_id", "address", "minor"]


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("events", sa.Column("slots", postgresql.JSONB(), nullable=False, server_default="[]"))
    op.add_column("events", sa.Column("registration", postgresql.JSONB(), nullable=False, server_default="{}"))
    op.add_column("people", sa.Column("full_name", sa.Text(), nullable=False, server_default=""))
    _widen_registrations()
    op.create_table(
        "queues",
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("occurrence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_queues_event_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("event_id", "occurrence", name=op.f("pk_queues")),
    )
    op.create_table(
        "registration_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registration_attempts")),
    )
    op.create_index(op.f("ix_registration_attempts_at"), "registration_attempts", ["at"])
    op.create_index(op.f("ix_registration_attempts_subject_at"), "registration_attempts", ["subject", "at"])


def _widen_registrations() -> None:
    op.alter_column("registrations", "person_id", nullable=True)
    empty = ("full_name", "email", "note")
    for name in empty:
        op.add_column("registrations", sa.Column(name, sa.Text(), nullable=False, server_default=""))
    more = [
        sa.Column("address", sa.Text()),
        sa.Column("language", sa.Text(), nullable=False, server_default="en"),
        sa.Column("waits_for", sa.ARRAY(sa.Text()), nullable=False, server_default="{}"),
        sa.Column("offer_expires_at", sa.DateTime(timezone=True)),
        sa.Column("ended_with_event", sa.Boolean(), nullable=False, server_default="false"),
        sa.Column("registered_on", sa.Date(), nullable=False, server_default=sa.text("CURRENT_DATE")),
        sa.Column("hours", sa.Float()),
        sa.Column("hours_own_time", sa.Boolean()),
        sa.Column("hours_state", sa.Text()),
        sa.Column("hours_given_by", sa.Uuid()),
        sa.Column("hours_verified_by", sa.Uuid()),
    ]
    for column in more:
        op.add_column("registrations", column)
    op.drop_constraint("uq_registrations_event_id_occurrence_person_id_minor", "registrations")
    op.create_index(op.f("ix_registrations_person_id"), "registrations", ["person_id"])
    op.create_index(
        op.f("ix_registrations_event_id_occurrence_state"), "registrations", ["event_id", "occurrence", "state"]
    )
    op.create_index(
        op.f("ix_registrations_offer_expires_at"),
        "registrations",
        ["offer_expires_at"],
        postgresql_where=sa.text("state = 'offered'"),
    )
    op.create_index(
        "uq_registrations_registrant",
        "registrations",
        _REGISTRANT,
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("person_id IS NOT NULL OR address IS NOT NULL"),
    )
