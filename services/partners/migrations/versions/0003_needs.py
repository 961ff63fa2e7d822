"""Keep needs, strengths and matches

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


def _record() -> list[sa.Column]:
    return [
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
    ]


def _words(*names: str) -> list[sa.Column]:
    return [sa.Column(name, postgresql.ARRAY(sa.Text()), nullable=False) for name in names]


def _foreign(table: str, **columns: tuple[str, str | None]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([name], [f"{to}.id"], name=f"fk_{table}_{name}", ondelete=gone)
        for name, (to, gone) in columns.items()
    ]


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "strengths",
        *_record(),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        *_words("pillars", "disciplines", "topics", "sdoh"),
        sa.Column("community_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        *_words("languages"),
        sa.Column("amount", sa.Integer(), nullable=True),
        sa.Column("unit", sa.Text(), nullable=True),
        sa.Column("per", sa.Text(), nullable=True),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        *_foreign("strengths", partner_id=("partners", None)),
        sa.PrimaryKeyConstraint("id", name="pk_strengths"),
        sa.UniqueConstraint("external_id", name="uq_strengths_external_id"),
    )
    op.create_index("ix_strengths_sort_name_id", "strengths", ["sort_name", "id"])
    op.create_index("ix_strengths_partner_id", "strengths", ["partner_id"])
    op.create_index("ix_strengths_state", "strengths", ["state"])
    op.create_table(
        "needs",
        *_record(),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("community_id", sa.Uuid(), nullable=False),
        sa.Column("raised_for", sa.Uuid(), nullable=True),
        sa.Column("raised_by", sa.Uuid(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        *_words("topics", "sdoh", "priority_groups", "languages"),
        sa.Column("urgency", sa.Text(), nullable=False),
        sa.Column("evidence", postgresql.JSONB(), nullable=False),
        sa.Column("chna", postgresql.JSONB(), nullable=True),
        sa.Column("visibility", sa.Text(), nullable=False),
        sa.Column("identified_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("held_from", sa.Text(), nullable=True),
        sa.Column("merged_into", sa.Uuid(), nullable=True),
        *_foreign(
            "needs",
            community_id=("communities", None),
            raised_for=("partners", None),
            raised_by=("people", "SET NULL"),
            merged_into=("needs", None),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_needs"),
        sa.UniqueConstraint("external_id", name="uq_needs_external_id"),
    )
    op.create_index("ix_needs_sort_name_id", "needs", ["sort_name", "id"])
    for column in ("state", "community_id", "raised_for", "raised_by"):
        op.create_index(f"ix_needs_{column}", "needs", [column])
    op.create_table(
        "matches",
        *_record(),
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("strength_id", sa.Uuid(), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        *_words("reasons"),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("need_said", sa.Text(), nullable=True),
        sa.Column("strength_said", sa.Text(), nullable=True),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_on", sa.Date(), nullable=False),
        *_foreign(
            "matches",
            need_id=("needs", None),
            strength_id=("strengths", None),
            proposed_by=("people", "SET NULL"),
        ),
        sa.PrimaryKeyConstraint("id", name="pk_matches"),
        sa.UniqueConstraint("external_id", name="uq_matches_external_id"),
    )
    op.create_index("ix_matches_strength_id", "matches", ["strength_id"])
    op.create_index("ix_matches_need_id_strength_id", "matches", ["need_id", "strength_id"])
    op.create_index(
        "uq_matches_pair",
        "matches",
        ["need_id", "strength_id"],
        unique=True,
        postgresql_where=sa.text("state IN ('proposed', 'accepted', 'active')"),
    )
