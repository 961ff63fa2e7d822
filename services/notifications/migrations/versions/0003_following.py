"""Follow by address, and say how often

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.add_column("recipients", sa.Column("wishes", JSONB(), server_default=sa.text("'{}'"), nullable=False))
    op.add_column("recipients", sa.Column("muted_until", sa.Date()))
    op.add_column("recipients", sa.Column("version", sa.Integer(), server_default="1", nullable=False))
    op.add_column("subscriptions", sa.Column("asked_at", sa.DateTime(timezone=True)))
    op.create_index(
        "ix_subscriptions_asked", "subscriptions", ["asked_at"], postgresql_where=sa.text("confirmed = false")
    )
    op.create_table(
        "asks",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_asks")),
    )
    op.create_index(op.f("ix_asks_subject_at"), "asks", ["subject", "at"])
    op.create_index(op.f("ix_asks_at"), "asks", ["at"])
    op.add_column("partners", sa.Column("public", sa.Boolean(), server_default=sa.true(), nullable=False))
    op.alter_column("partners", "public", server_default=None)
    # Whether they are public was not kept: older than anything told, they are told and taken anew.
    op.execute("UPDATE partners SET version = 0")
