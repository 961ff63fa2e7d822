"""The records: events with their co-hosts, programs, registrations, copies, and the conversation.

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
    sa.Column('who', sa.Uuid(), nullable=False),
    sa.Column('what', sa.Text(), nullable=False),
    sa.Column('thing_id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit'))
    )
    op.create_index(op.f('ix_audit_thing_id'), 'audit', ['thing_id'], unique=False)
    op.create_table('communities',
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('setting', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_communities'))
    )
    op.create_table('events',
    sa.Column('uid', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('sequence', sa.Integer(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('kind', sa.Text(), nullable=False),
    sa.Column('host_id', sa.Uuid(), nullable=False),
    sa.Column('host_share', sa.Integer(), nullable=True),
    sa.Column('initiative_id', sa.Uuid(), nullable=True),
    sa.Column('program_id', sa.Uuid(), nullable=True),
    sa.Column('group_id', sa.Uuid(), nullable=True),
    sa.Column('invited_person_ids', sa.ARRAY(sa.UUID()), nullable=False),
    sa.Column('community_ids', sa.ARRAY(sa.UUID()), nullable=False),
    sa.Column('topics', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('sdoh', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('audiences', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('venue', postgresql.JSONB(astext_type=sa.Text()), nullable=True),
    sa.Column('online_url', sa.Text(), nullable=True),
    sa.Column('attendance_mode', sa.Text(), nullable=False),
    sa.Column('starts_local', sa.DateTime(), nullable=False),
    sa.Column('ends_local', sa.DateTime(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('starts_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('ends_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('capacity', sa.Integer(), nullable=True),
    sa.Column('cost', sa.Text(), nullable=False),
    sa.Column('visibility', sa.Text(), nullable=False),
    sa.Column('accessibility_statement', sa.Text(), nullable=False),
    sa.Column('accessibility_contact', sa.Text(), nullable=False),
    sa.Column('languages', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('interpretation', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('insurance_needed', sa.Boolean(), nullable=False),
    sa.Column('cancel_reason', sa.Text(), nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('cancelled_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('changed_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('document', sa.Text(), nullable=False),
    sa.Column('document_form', sa.Text(), nullable=False),
    sa.Column('ics', sa.Text(), nullable=False),
    sa.Column('search', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_events')),
    sa.UniqueConstraint('external_id', name=op.f('uq_events_external_id')),
    sa.UniqueConstraint('uid', name=op.f('uq_events_uid'))
    )
    op.create_index(op.f('ix_events_community_ids'), 'events', ['community_ids'], unique=False, postgresql_using='gin')
    op.create_index(op.f('ix_events_host_id_starts_at_id'), 'events', ['host_id', 'starts_at', 'id'], unique=False)
    op.create_index(op.f('ix_events_initiative_id_starts_at'), 'events', ['initiative_id', 'starts_at'], unique=False, postgresql_where=sa.text('initiative_id IS NOT NULL'))
    op.create_index(op.f('ix_events_invited_person_ids'), 'events', ['invited_person_ids'], unique=False, postgresql_using='gin')
    op.create_index(op.f('ix_events_program_id_starts_at'), 'events', ['program_id', 'starts_at'], unique=False, postgresql_where=sa.text('program_id IS NOT NULL'))
    op.create_index(op.f('ix_events_starts_at_id_ends_at'), 'events', ['starts_at', 'id', 'ends_at'], unique=False)
    op.create_table('groups',
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('owner_ids', sa.ARRAY(sa.UUID()), nullable=False),
    sa.Column('member_ids', sa.ARRAY(sa.UUID()), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_groups'))
    )
    op.create_table('initiatives',
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_initiatives'))
    )
    op.create_table('partners',
    sa.Column('slug', sa.Text(), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('time_zone', sa.Text(), nullable=False),
    sa.Column('membership', sa.Text(), nullable=False),
    sa.Column('accessibility_statement', sa.Text(), nullable=False),
    sa.Column('accessibility_contact', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_partners'))
    )
    op.create_table('people',
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('has_account', sa.Boolean(), nullable=False),
    sa.Column('consortium_roles', sa.ARRAY(sa.Text()), nullable=False),
    sa.Column('roles', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('affiliations', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_people'))
    )
    op.create_table('programs',
    sa.Column('slug', sa.Text(collation='C'), nullable=False),
    sa.Column('title', sa.Text(), nullable=False),
    sa.Column('summary', sa.Text(), nullable=False),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_programs')),
    sa.UniqueConstraint('external_id', name=op.f('uq_programs_external_id')),
    sa.UniqueConstraint('slug', name=op.f('uq_programs_slug'))
    )
    op.create_table('cohosts',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('partner_id', sa.Uuid(), nullable=False),
    sa.Column('place', sa.Integer(), nullable=False),
    sa.Column('role', sa.Text(), nullable=False),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('share', sa.Integer(), nullable=True),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_cohosts_event_id'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('event_id', 'partner_id', name=op.f('pk_cohosts'))
    )
    op.create_index(op.f('ix_cohosts_partner_id'), 'cohosts', ['partner_id'], unique=False)
    op.create_table('registrations',
    sa.Column('event_id', sa.Uuid(), nullable=False),
    sa.Column('occurrence', sa.Text(), nullable=True),
    sa.Column('person_id', sa.Uuid(), nullable=False),
    sa.Column('minor', sa.Text(), nullable=True),
    sa.Column('role', sa.Text(), nullable=True),
    sa.Column('state', sa.Text(), nullable=False),
    sa.Column('party_size', sa.Integer(), nullable=False),
    sa.Column('position', sa.Integer(), nullable=True),
    sa.Column('id', sa.Uuid(), nullable=False),
    sa.Column('external_id', sa.Text(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['event_id'], ['events.id'], name=op.f('fk_registrations_event_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_registrations')),
    sa.UniqueConstraint('event_id', 'occurrence', 'person_id', 'minor', name=op.f('uq_registrations_event_id_occurrence_person_id_minor'), postgresql_nulls_not_distinct=True),
    sa.UniqueConstraint('external_id', name=op.f('uq_registrations_external_id'))
    )
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
    op.drop_table('registrations')
    op.drop_index(op.f('ix_cohosts_partner_id'), table_name='cohosts')
    op.drop_table('cohosts')
    op.drop_table('programs')
    op.drop_table('people')
    op.drop_table('partners')
    op.drop_table('initiatives')
    op.drop_table('groups')
    op.drop_index(op.f('ix_events_starts_at_id_ends_at'), table_name='events')
    op.drop_index(op.f('ix_events_program_id_starts_at'), table_name='events', postgresql_where=sa.text('program_id IS NOT NULL'))
    op.drop_index(op.f('ix_events_invited_person_ids'), table_name='events', postgresql_using='gin')
    op.drop_index(op.f('ix_events_initiative_id_starts_at'), table_name='events', postgresql_where=sa.text('initiative_id IS NOT NULL'))
    op.drop_index(op.f('ix_events_host_id_starts_at_id'), table_name='events')
    op.drop_index(op.f('ix_events_community_ids'), table_name='events', postgresql_using='gin')
    op.drop_table('events')
    op.drop_table('communities')
    op.drop_index(op.f('ix_audit_thing_id'), table_name='audit')
    op.drop_table('audit')
