"""Sources.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sources",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("time_zone", sa.Text(), nullable=False),
        sa.Column("place_rule", sa.Text(), nullable=False),
        sa.Column("venue", postgresql.JSONB(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("kind_rules", postgresql.JSONB(), nullable=False),
        sa.Column("community_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("audiences", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("import_as", sa.Text(), nullable=False),
        sa.Column("every_hours", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("switched_on_by", sa.Uuid(), nullable=True),
        sa.Column("settled_at", moment, nullable=True),
        sa.Column("health", sa.Text(), nullable=False),
        sa.Column("failing_since", moment, nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("problems", postgresql.JSONB(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("next_run_at", moment, nullable=True),
        sa.Column("read_at", moment, nullable=True),
        sa.Column("created_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sources")),
        sa.UniqueConstraint("external_id", name=op.f("uq_sources_external_id")),
    )
    op.create_index(op.f("ix_sources_partner_id_id"), "sources", ["partner_id", "id"])
    op.create_index("ix_sources_due", "sources", ["next_run_at"], postgresql_where=sa.text("state = 'on'"))
    op.create_table(
        "source_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("source_id", sa.Uuid(), nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("recurrence", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("event_id", sa.Uuid(), nullable=False),
        sa.Column("said", postgresql.JSONB(), nullable=False),
        sa.Column("taken", postgresql.JSONB(), nullable=False),
        sa.Column("kept", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("absences", sa.Integer(), nullable=False),
        sa.Column("gone_at", moment, nullable=True),
        sa.ForeignKeyConstraint(
            ["source_id"], ["sources.id"], name=op.f("fk_source_entries_source_id")
        ),
        sa.ForeignKeyConstraint(["event_id"], ["events.id"], name=op.f("fk_source_entries_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_source_entries")),
        sa.UniqueConstraint("event_id", name=op.f("uq_source_entries_event_id")),
        sa.UniqueConstraint(
            "source_id",
            "uid",
            "recurrence",
            name=op.f("uq_source_entries_source_id_uid_recurrence"),
            deferrable=True,
            initially="DEFERRED",
        ),
    )
    op.create_index(
        op.f("ix_source_entries_source_id_fingerprint"), "source_entries", ["source_id", "fingerprint"]
    )
    op.create_table(
        "merges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("kept_id", sa.Uuid(), nullable=False),
        sa.Column("gone_id", sa.Uuid(), nullable=False),
        sa.Column("reasons", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("gone_state", sa.Text(), nullable=True),
        sa.Column("gone_published_at", moment, nullable=True),
        sa.Column("created_at", moment, server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["kept_id"], ["events.id"], name=op.f("fk_merges_kept_id")),
        sa.ForeignKeyConstraint(["gone_id"], ["events.id"], name=op.f("fk_merges_gone_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_merges")),
        sa.UniqueConstraint("external_id", name=op.f("uq_merges_external_id")),
        sa.UniqueConstraint("kept_id", "gone_id", name=op.f("uq_merges_kept_id_gone_id")),
    )
    op.create_index(op.f("ix_merges_partner_id_id"), "merges", ["partner_id", "id"])
    op.create_index(op.f("ix_merges_gone_id"), "merges", ["gone_id"])
    op.add_column("events", sa.Column("source_id", sa.Uuid(), nullable=True))
