"""The records: partners and people, identity, groups, communities, initiatives.

Revision ID: 0001
Revises: 

"""
from typing import Sequence, Union

from alembic import op
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

# revision identifiers, used by Alembic.
revision: str = '0001'
down_revision: Union[str, Sequence[str], None] = None
branch_labels: Union[str, Sequence[str], None] = None
depends_on: Union[str, Sequence[str], None] = None


def upgrade() -> None:
    """Upgrade schema."""
    op.create_table('audit',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('who', sa.Uuid(), nullable=True),
    sa.Column('door', sa.Text(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('thing_id', sa.Uuid(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    op.create_index(op.f('ix_audit_thing_id'), 'audit', ['thing_id'], unique=False)
    op.create_table('communities',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('setting', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sort_name', sa.Text(collation='C'), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_communities')),
    sa.UniqueConstraint('external_id', name=op.f('uq_communities_external_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_communities_slug'))
    )
    op.create_index(op.f('ix_communities_sort_name_id'), 'communities', ['sort_name', 'id'], unique=False)
    op.create_table('groups',
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sort_name', sa.Text(collation='C'), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups')),
    sa.UniqueConstraint('external_id', name=op.f('uq_groups_external_id'))
    )
    op.create_index(op.f('ix_groups_sort_name_id'), 'groups', ['sort_name', 'id'], unique=False)
    op.create_table('initiatives',
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sort_name', sa.Text(collation='C'), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiatives')),
    sa.UniqueConstraint('external_id', name=op.f('uq_initiatives_external_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_initiatives_slug'))
    )
    op.create_index(op.f('ix_initiatives_sort_name_id'), 'initiatives', ['sort_name', 'id'], unique=False)
    op.create_table('own_signing_keys',
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('public_key', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('sealed_private_key', sa.LargeBinary(), nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('key_id', name=op.f('pk_own_signing_keys'))
    )
    op.create_table('partners',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('aliases', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('parent_id', sa.Uuid(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('state_reason', sa.Text(), nullable=True),
    sa.Column('reach', sa.Text(), nullable=False),
    sa.Column('pillars', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('disciplines', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('languages', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('locality', sa.Text(), nullable=False),
    sa.Column('country', sa.Text(), nullable=False),
    sa.Column('website', sa.Text(), nullable=True),
    sa.Column('email', sa.Text(), nullable=True),
    sa.Column('membership', sa.Text(), nullable=False),
    sa.Column('public', sa.Boolean(), nullable=False),
    sa.Column('blurb', sa.Text(), nullable=False),
    sa.Column('accessibility_statement', sa.Text(), nullable=False),
    sa.Column('accessibility_contact', sa.Text(), nullable=False),
    sa.Column('request_limit_per_month', sa.Integer(), nullable=True),
    sa.Column('relationships', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('identifiers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sort_name', sa.Text(collation='C'), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.ForeignKeyConstraint(['parent_id'], ['partners.id'], name=op.f('fk_partners_parent_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partners')),
    sa.UniqueConstraint('external_id', name=op.f('uq_partners_external_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_partners_slug'))
    )
    op.create_index(op.f('ix_partners_parent_id'), 'partners', ['parent_id'], unique=False)
    op.create_index(op.f('ix_partners_sort_name_id'), 'partners', ['sort_name', 'id'], unique=False)
    op.create_table('people',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('email', sa.Text(), nullable=False),
    sa.Column('email_key', sa.Text(), nullable=False),
    sa.Column('email_state', sa.Text(), nullable=False),
    sa.Column('language', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('quiet_from', sa.Time(), nullable=True),
    sa.Column('quiet_until', sa.Time(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('has_account', sa.Boolean(), nullable=False),
    sa.Column('consortium_roles', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('sort_name', sa.Text(collation='C'), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('updated_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people')),
    sa.UniqueConstraint('email_key', name=op.f('uq_people_email_key')),
    sa.UniqueConstraint('external_id', name=op.f('uq_people_external_id'))
    )
    op.create_index(op.f('ix_people_sort_name_id'), 'people', ['sort_name', 'id'], unique=False)
    op.create_table('sign_in_attempts',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('subject', sa.Text(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_attempts'))
    )
    op.create_index(op.f('ix_sign_in_attempts_at'), 'sign_in_attempts', ['at'], unique=False)
    op.create_index(op.f('ix_sign_in_attempts_subject_at'), 'sign_in_attempts', ['subject', 'at'], unique=False)
    op.create_table('sign_in_links',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sign_in_links')),
    sa.UniqueConstraint('token_hash', name=op.f('uq_sign_in_links_token_hash'))
    )
    op.create_index(op.f('ix_sign_in_links_expires_at'), 'sign_in_links', ['expires_at'], unique=False)
    op.create_index(op.f('ix_sign_in_links_person_id'), 'sign_in_links', ['person_id'], unique=False)
    op.create_table('affiliations',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('since', sa.Date(), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_affiliations_partner_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_affiliations_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_affiliations'))
    )
    op.create_index(op.f('ix_affiliations_partner_id'), 'affiliations', ['partner_id'], unique=False)
    op.create_index(op.f('ix_affiliations_person_id'), 'affiliations', ['person_id'], unique=False)
    op.create_table('consents',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('purpose', sa.Text(), nullable=False),
    sa.Column('granted', sa.Boolean(), nullable=False),
    sa.Column('said_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_consents_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'purpose', name=op.f('pk_consents'))
    )
    op.create_table('group_members',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_members_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_group_members_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('group_id', 'person_id', name=op.f('pk_group_members'))
    )
    op.create_index(op.f('ix_group_members_person_id'), 'group_members', ['person_id'], unique=False)
    op.create_table('group_owners',
    sa.Column('group_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.ForeignKeyConstraint(['group_id'], ['groups.id'], name=op.f('fk_group_owners_group_id'), ondelete='CASCADE'),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_group_owners_partner_id')),
    sa.PrimaryKeyConstraint('group_id', 'partner_id', name=op.f('pk_group_owners'))
    )
    op.create_index(op.f('ix_group_owners_partner_id'), 'group_owners', ['partner_id'], unique=False)
    op.create_table('roles',
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['partner_id'], ['partners.id'], name=op.f('fk_roles_partner_id')),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_roles_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('person_id', 'partner_id', 'role', name=op.f('pk_roles'))
    )
    op.create_index(op.f('ix_roles_partner_id'), 'roles', ['partner_id'], unique=False)
    op.create_table('sessions',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('began_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_sessions_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_sessions'))
    )
    op.create_index(op.f('ix_sessions_expires_at'), 'sessions', ['expires_at'], unique=False)
    op.create_index(op.f('ix_sessions_person_id'), 'sessions', ['person_id'], unique=False)
    op.create_table('tokens',
    sa.Column('id', sa.Uuid(), server_default=sa.text('uuidv7()'), nullable=False),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('token_id', sa.Text(), nullable=False),
    sa.Column('secret_hash', sa.Text(), nullable=False),
    sa.Column('scopes', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['people.id'], name=op.f('fk_tokens_person_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_tokens')),
    sa.UniqueConstraint('token_id', name=op.f('uq_tokens_token_id'))
    )
    op.create_index(op.f('ix_tokens_person_id'), 'tokens', ['person_id'], unique=False)
    op.create_table('refresh_tokens',
    sa.Column('token_hash', sa.Text(), nullable=False),
    sa.Column('session_id', sa.Uuid(), nullable=False),
    sa.Column('replaced_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['session_id'], ['sessions.id'], name=op.f('fk_refresh_tokens_session_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('token_hash', name=op.f('pk_refresh_tokens'))
    )
    op.create_index(op.f('ix_refresh_tokens_session_id'), 'refresh_tokens', ['session_id'], unique=False)
    op.create_table('api_tokens',
    sa.Column('token_id', sa.Text(), nullable=False),
    sa.Column('secret_hash', sa.Text(), nullable=False),
    sa.Column('person_id', sa.UUID(), nullable=False),
    sa.Column('scopes', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('expires_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('revoked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('token_id', name=op.f('pk_api_tokens'))
    )
    op.create_index(op.f('ix_api_tokens_person_id'), 'api_tokens', ['person_id'], unique=False)
    op.create_table('breakers',
    sa.Column('listener', sa.Text(), nullable=False),
    sa.Column('silent_since', sa.DateTime(timezone=True), nullable=True),
    sa.Column('probed_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('listener', name=op.f('pk_breakers'))
    )
    op.create_table('heartbeats',
    sa.Column('queue', sa.Text(), nullable=False),
    sa.Column('beat_at', sa.DateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('queue', name=op.f('pk_heartbeats'))
    )
    op.create_table('idempotency_keys',
    sa.Column('key', sa.Text(), nullable=False),
    sa.Column('caller', sa.Text(), nullable=False),
    sa.Column('request_hash', sa.LargeBinary(), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('headers', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('body', sa.LargeBinary(), nullable=False),
    sa.Column('kept_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('key', 'caller', name=op.f('pk_idempotency_keys'))
    )
    op.create_index(op.f('ix_idempotency_keys_kept_at'), 'idempotency_keys', ['kept_at'], unique=False)
    op.create_table('inbox',
    sa.Column('message_id', sa.UUID(), nullable=False),
    sa.Column('teller', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('outcome', sa.Text(), nullable=True),
    sa.Column('heard_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_inbox'))
    )
    op.create_index(op.f('ix_inbox_heard_at'), 'inbox', ['heard_at'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.BigInteger(), sa.Identity(always=True), nullable=False),
    sa.Column('message_id', sa.UUID(), nullable=False),
    sa.Column('listener', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('body', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('correlation_id', sa.Text(), nullable=False),
    sa.Column('told_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('publish_count', sa.Integer(), server_default='0', nullable=False),
    sa.Column('next_publish_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('acked_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refused_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('refusal', sa.Text(), nullable=True),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    sa.UniqueConstraint('message_id', 'listener', name=op.f('uq_outbox_message_id_listener'))
    )
    op.create_index('ix_outbox_due', 'outbox', ['listener', 'next_publish_at', 'id'], unique=False, postgresql_where=sa.text('acked_at IS NULL AND refused_at IS NULL'))
    op.create_table('parked',
    sa.Column('message_id', sa.UUID(), nullable=False),
    sa.Column('teller', sa.Text(), nullable=False),
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('failures', sa.Integer(), server_default='0', nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('parked_at', sa.DateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('message_id', name=op.f('pk_parked'))
    )
    op.create_table('schedules',
    sa.Column('name', sa.Text(), nullable=False),
    sa.Column('every_seconds', sa.Integer(), nullable=False),
    sa.Column('next_run_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('name', name=op.f('pk_schedules'))
    )
    op.create_table('signing_keys',
    sa.Column('key_id', sa.Text(), nullable=False),
    sa.Column('public_key', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('retired_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('version', sa.Integer(), server_default='1', nullable=False),
    sa.PrimaryKeyConstraint('key_id', name=op.f('pk_signing_keys'))
    )


def downgrade() -> None:
    """Downgrade schema."""
    op.drop_table('signing_keys')
    op.drop_table('schedules')
    op.drop_table('parked')
    op.drop_index('ix_outbox_due', table_name='outbox', postgresql_where=sa.text('acked_at IS NULL AND refused_at IS NULL'))
    op.drop_table('outbox')
    op.drop_index(op.f('ix_inbox_heard_at'), table_name='inbox')
    op.drop_table('inbox')
    op.drop_index(op.f('ix_idempotency_keys_kept_at'), table_name='idempotency_keys')
    op.drop_table('idempotency_keys')
    op.drop_table('heartbeats')
    op.drop_table('breakers')
    op.drop_index(op.f('ix_api_tokens_person_id'), table_name='api_tokens')
    op.drop_table('api_tokens')
    op.drop_index(op.f('ix_refresh_tokens_session_id'), table_name='refresh_tokens')
    op.drop_table('refresh_tokens')
    op.drop_index(op.f('ix_tokens_person_id'), table_name='tokens')
    op.drop_table('tokens')
    op.drop_index(op.f('ix_sessions_person_id'), table_name='sessions')
    op.drop_index(op.f('ix_sessions_expires_at'), table_name='sessions')
    op.drop_table('sessions')
    op.drop_index(op.f('ix_roles_partner_id'), table_name='roles')
    op.drop_table('roles')
    op.drop_index(op.f('ix_group_owners_partner_id'), table_name='group_owners')
    op.drop_table('group_owners')
    op.drop_index(op.f('ix_group_members_person_id'), table_name='group_members')
    op.drop_table('group_members')
    op.drop_table('consents')
    op.drop_index(op.f('ix_affiliations_person_id'), table_name='affiliations')
    op.drop_index(op.f('ix_affiliations_partner_id'), table_name='affiliations')
    op.drop_table('affiliations')
    op.drop_index(op.f('ix_sign_in_links_person_id'), table_name='sign_in_links')
    op.drop_index(op.f('ix_sign_in_links_expires_at'), table_name='sign_in_links')
    op.drop_table('sign_in_links')
    op.drop_index(op.f('ix_sign_in_attempts_subject_at'), table_name='sign_in_attempts')
    op.drop_index(op.f('ix_sign_in_attempts_at'), table_name='sign_in_attempts')
    op.drop_table('sign_in_attempts')
    op.drop_index(op.f('ix_people_sort_name_id'), table_name='people')
    op.drop_table('people')
    op.drop_index(op.f('ix_partners_sort_name_id'), table_name='partners')
    op.drop_index(op.f('ix_partners_parent_id'), table_name='partners')
    op.drop_table('partners')
    op.drop_table('own_signing_keys')
    op.drop_index(op.f('ix_initiatives_sort_name_id'), table_name='initiatives')
    op.drop_table('initiatives')
    op.drop_index(op.f('ix_groups_sort_name_id'), table_name='groups')
    op.drop_table('groups')
    op.drop_index(op.f('ix_communities_sort_name_id'), table_name='communities')
    op.drop_table('communities')
    op.drop_index(op.f('ix_audit_thing_id'), table_name='audit')
    op.drop_table('audit')
