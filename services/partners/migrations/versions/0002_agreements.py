"""Keep relations and agreements

Revision ID: 0002
Revises: 0001
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table(
        "agreements",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("external_id", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sort_name", sa.Text(collation="C"), nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("document", sa.Text(), nullable=True),
        sa.Column("approvals", postgresql.JSONB(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("renewal_of", sa.Uuid(), nullable=True),
        sa.Column("dates_note", sa.Text(), nullable=True),
        sa.Column("warned_days", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["renewal_of"], ["agreements.id"], name="fk_agreements_renewal_of"),
        sa.PrimaryKeyConstraint("id", name="pk_agreements"),
        sa.UniqueConstraint("external_id", name="uq_agreements_external_id"),
    )
    op.create_index("ix_agreements_state_expires_on", "agreements", ["state", "expires_on"])
    op.create_index(
        "uq_agreements_renewal_of",
        "agreements",
        ["renewal_of"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('withdrawn', 'terminated')"),
    )
    op.add_column(
        "communities", sa.Column("languages", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False)
    )
    op.add_column("communities", sa.Column("designations", postgresql.JSONB(), server_default="[]", nullable=False))
    op.add_column("communities", sa.Column("local_note", sa.Text(), server_default="", nullable=False))
    op.add_column("partners", sa.Column("addresses", postgresql.JSONB(), server_default="[]", nullable=False))
    op.add_column("partners", sa.Column("owner_id", sa.Uuid(), nullable=True))
    op.create_foreign_key("fk_partners_owner_id", "partners", "people", ["owner_id"], ["id"], ondelete="SET NULL")
    op.create_table(
        "interactions",
        sa.Column("id", sa.Uuid(), server_default=sa.text("uuidv7()"), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("noted_by", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("noted_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_interactions_partner_id"),
        sa.ForeignKeyConstraint(["noted_by"], ["people.id"], name="fk_interactions_noted_by", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name="pk_interactions"),
    )
    op.create_index("ix_interactions_partner_id_held_on_id", "interactions", ["partner_id", "held_on", "id"])
    op.create_index("ix_interactions_noted_by", "interactions", ["noted_by"])
    op.create_table(
        "agreement_parties",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name="fk_agreement_parties_agreement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_agreement_parties_partner_id"),
        sa.PrimaryKeyConstraint("agreement_id", "partner_id", name="pk_agreement_parties"),
    )
    op.create_index("ix_agreement_parties_partner_id", "agreement_parties", ["partner_id"])
    op.create_table(
        "agreement_owners",
        sa.Column("agreement_id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"], ["agreements.id"], name="fk_agreement_owners_agreement_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["partner_id"], ["partners.id"], name="fk_agreement_owners_partner_id"),
        sa.ForeignKeyConstraint(
            ["person_id"], ["people.id"], name="fk_agreement_owners_person_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("agreement_id", "partner_id", "person_id", name="pk_agreement_owners"),
    )
    op.create_index("ix_agreement_owners_person_id", "agreement_owners", ["person_id"])
