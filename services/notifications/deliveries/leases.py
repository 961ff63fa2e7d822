"""A lease that only its holder can write through, and that is known to be over.

A claim is held by a token (nobody else's results count) and by an advisory lock of the holder's database session:
when the holder dies, PostgreSQL lets the lock go, and no clock has to be trusted to see it.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import Connection, text

from services.notifications.deliveries.models import NEVER
from services.notifications.settings import notifications_settings
from shared import clock

LEASE = timedelta(seconds=120)
_LOCKS = 7_013_113  # any number of our own: the first half of the key of every sender's lock

# Whose address it was, and whose it is: a recipient, or (of a sign-in link) a person. Expects `d`, a delivery.
MOVED = """
    (EXISTS (SELECT FROM recipients its WHERE its.id = d.recipient_id AND its.address_key <> d.address_key)
     OR d.recipient_id IS NULL
        AND EXISTS (SELECT FROM recipients hers WHERE hers.person_id = d.person_id
                    AND hers.address_key <> d.address_key)
     OR d.recipient_id IS NOT NULL
        AND NOT EXISTS (SELECT FROM recipients its WHERE its.id = d.recipient_id)
        AND NOT EXISTS (SELECT FROM recipients anybody WHERE anybody.address_key = d.address_key))
"""

# What was called off, or whose address changed, since it was claimed is not begun; it is given back, and judged anew.
_START = text(
    f"""
    UPDATE deliveries d SET started_at = :now, lease_until = :until,
        first_attempt_at = coalesce(first_attempt_at, :written_at)
    WHERE id = ANY(CAST(:ids AS uuid[])) AND lease_token = :token AND NOT cancel_requested AND NOT {MOVED}
      AND NOT EXISTS (SELECT FROM recipients gone WHERE gone.id = d.recipient_id AND gone.state = 'left')
    RETURNING id
    """
)

_RELEASE = text(
    """
    UPDATE deliveries SET state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'pending' END,
        reason = CASE WHEN cancel_requested THEN 'event-cancelled' END,
        claim_count = greatest(claim_count - 1, 0), lease_token = NULL, lease_owner = NULL, lease_until = NULL
    WHERE lease_token = :token AND state = 'sending' AND started_at IS NULL
    """
)

_HELD_LOCKS = """
    SELECT objid::bigint FROM pg_locks
    WHERE locktype = 'advisory' AND granted AND classid::bigint = :locks
      AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

_RECOVER = text(
    f"""
    WITH lost AS MATERIALIZED (
        SELECT id FROM deliveries
        WHERE state = 'sending' AND (lease_until < :now OR lease_owner NOT IN ({_HELD_LOCKS}))
        FOR UPDATE SKIP LOCKED
    )
    UPDATE deliveries d SET
        state = CASE WHEN d.started_at IS NOT NULL THEN 'uncertain'
                     WHEN d.cancel_requested THEN 'cancelled' ELSE 'pending' END,
        reason = CASE WHEN d.started_at IS NOT NULL THEN 'the sender was lost before the relay had answered'
                      WHEN d.cancel_requested THEN 'event-cancelled' END,
        next_attempt_at = CASE WHEN d.started_at IS NOT NULL AND (d.cancel_requested OR m.ambiguity = 'hold'
                                    OR d.class = ANY(CAST(:held AS text[]))) THEN '{NEVER}' ELSE :now END,
        lease_token = NULL, lease_owner = NULL, lease_until = NULL, started_at = NULL
    FROM lost, emails m WHERE d.id = lost.id AND m.id = d.email_id
    RETURNING d.id, d.state, d.cancel_requested
    """
)


@dataclass(frozen=True, slots=True)
class Owner:
    """Whoever holds leases through one database session."""

    number: int


def own(connection: Connection) -> Owner:
    """Become one who can hold leases, for as long as this database session lives."""
    while True:
        number = random.randrange(1, 2**31)  # a name, not a secret
        taken = connection.execute(
            text("SELECT pg_try_advisory_lock(:locks, :number)"), {"locks": _LOCKS, "number": number}
        )
        if taken.scalar():
            return Owner(number)


def disown(connection: Connection, owner: Owner) -> None:
    """Let go of all leases at once: what is still leased is known to be over."""
    connection.execute(text("SELECT pg_advisory_unlock(:locks, :number)"), {"locks": _LOCKS, "number": owner.number})


def start(connection: Connection, token: UUID, ids: list[UUID], written_at: datetime) -> set[UUID]:
    """Note that from now on bytes of these may have left; those of which the lease still holds.

    An email bears for good the date at which it was first written.
    """
    now = clock.now()
    facts = {"ids": ids, "token": token, "now": now, "until": now + LEASE, "written_at": written_at}
    return set(connection.scalars(_START, facts)) if ids else set()


def release(connection: Connection, token: UUID) -> None:
    """Give back what was not begun."""
    connection.execute(_RELEASE, {"token": token})


def recover(connection: Connection) -> list[UUID]:
    """Take back the leases of the dead and the late: what was not started waits again, the rest is uncertain.

    Returns those that may have arrived although their event was cancelled.
    """
    rows = connection.execute(
        _RECOVER, {"now": clock.now(), "locks": _LOCKS, "held": notifications_settings().held_classes}
    ).all()
    return [row.id for row in rows if row.cancel_requested and row.state == "uncertain"]
