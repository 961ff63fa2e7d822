"""Tell the few whom something concerns

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("emails", sa.Column("event_id", sa.Uuid()))
    op.execute("UPDATE emails SET event_id = cause_id WHERE cause_kind = 'event'")
    op.create_index(op.f("ix_emails_event_id"), "emails", ["event_id"])
    op.create_index("ix_emails_sealed", "emails", ["id"], postgresql_where=sa.text("sealed IS NOT NULL"))
    op.add_column("deliveries", sa.Column("calendar_sequence", sa.Integer()))
    op.alter_column("registrations", "person_id", nullable=True)
    op.add_column("registrations", sa.Column("address_key", sa.Text()))
    op.add_column("registrations", sa.Column("occurrence", sa.Text()))
    op.add_column("registrations", sa.Column("has_place", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.alter_column("registrations", "has_place", server_default=None)
