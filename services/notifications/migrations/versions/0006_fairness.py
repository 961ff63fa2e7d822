"""Share the relay fairly

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column(
        "deliveries",
        sa.Column(
            "sender_id", sa.Uuid(), server_default=sa.text("'00000000-0000-0000-0000-000000000000'"), nullable=False
        ),
    )
    op.add_column("deliveries", sa.Column("claim_count", sa.Integer(), server_default="0", nullable=False))
    open_ones = "state IN ('pending', 'deferred', 'uncertain') AND channel = 'email'"
    op.execute(
        f"UPDATE deliveries d SET sender_id = e.host_id FROM events e WHERE e.id = d.event_id AND d.{open_ones}"
    )
    op.execute("UPDATE deliveries SET next_attempt_at = '9999-01-01T00:00:00Z' WHERE next_attempt_at = 'infinity'")
    op.drop_index("ix_deliveries_due", table_name="deliveries")
    op.create_index(
        "ix_deliveries_due",
        "deliveries",
        ["class", "sender_id", "next_attempt_at", "id"],
        postgresql_where=sa.text(open_ones),
    )
