"""Taking deliveries to send: a lease that only its holder can write through, and that is known to be over.

A claim is held by a token (nobody else's results count) and by an advisory lock of the holder's database session:
when the holder dies, PostgreSQL lets the lock go, and no clock has to be trusted to see it.
"""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from services.notifications.emails.audience import QUIET_UNTIL
from shared import clock

LEASE = timedelta(seconds=120)
_LOCKS = 7_013_113  # any number of our own: the first half of the key of every sender's lock

# Cause, suppression and quiet hours are looked at once more: what waited since yesterday may be wrong today.
_CLAIM = text(
    f"""
    WITH due AS MATERIALIZED (
        SELECT id FROM deliveries
        WHERE class = :class AND channel = 'email' AND state IN ('pending', 'deferred', 'uncertain')
          AND next_attempt_at <= :now
        ORDER BY next_attempt_at, id LIMIT :size FOR UPDATE SKIP LOCKED
    ),
    looked_at AS (
        SELECT d.id, d.state AS old, d.expires_at <= :now AS passed,
            e.state = 'cancelled' AND NOT starts_with(m.change, 'cancelled') AS over,
            coalesce(CASE WHEN d.route = 'sign_in' THEN NULL
                          WHEN r.obstacle IN ('left', 'unsubscribed') THEN r.obstacle
                          WHEN d.route IN ('follows', 'told') THEN unfollowed.reason END,
                     CASE WHEN d.route <> 'sign_in' THEN r.obstacle END, shut.reason) AS suppressed,
            CASE WHEN :class <> 'urgent' AND d.state <> 'uncertain' THEN {QUIET_UNTIL} END AS quiet_until
        FROM due JOIN deliveries d ON d.id = due.id
        JOIN emails m ON m.id = d.email_id
        LEFT JOIN events e ON e.id = d.event_id
        LEFT JOIN recipients r ON r.id = d.recipient_id
        LEFT JOIN suppressions shut ON shut.address_key = d.address_key AND shut.scope = 'all'
            AND d.route <> 'sign_in'
        LEFT JOIN suppressions unfollowed ON unfollowed.address_key = d.address_key
            AND unfollowed.scope = 'following'
    ),
    judged AS (
        SELECT *, CASE WHEN over AND old = 'uncertain' THEN 'uncertain'
                       WHEN over THEN 'cancelled'
                       WHEN passed THEN 'expired'
                       WHEN suppressed IS NOT NULL THEN 'suppressed'
                       WHEN quiet_until IS NOT NULL THEN 'pending'
                       ELSE 'sending' END AS verdict
        FROM looked_at
    )
    UPDATE deliveries d SET
        state = verdict,
        reason = CASE verdict WHEN 'suppressed' THEN suppressed WHEN 'cancelled' THEN 'event-cancelled'
                              WHEN 'pending' THEN 'quiet-hours' WHEN 'sending' THEN NULL ELSE d.reason END,
        next_attempt_at = CASE verdict WHEN 'pending' THEN quiet_until WHEN 'uncertain' THEN 'infinity'
                                       ELSE d.next_attempt_at END,
        lease_token = CASE verdict WHEN 'sending' THEN CAST(:token AS uuid) END,
        lease_owner = CASE verdict WHEN 'sending' THEN CAST(:owner AS integer) END,
        lease_until = CASE verdict WHEN 'sending' THEN CAST(:until AS timestamptz) END,
        started_at = NULL
    FROM judged j WHERE d.id = j.id
    RETURNING d.id, d.email_id, d.address, d.language, d.route, d.target, d.message_id, d.state, d.attempt,
        d.first_attempt_at, d.calendar_sequence
    """
)

_START = text(
    """
    UPDATE deliveries SET started_at = :now, lease_until = :until, first_attempt_at = coalesce(first_attempt_at, :now)
    WHERE id = ANY(CAST(:ids AS uuid[])) AND lease_token = :token
    RETURNING id
    """
)

_RELEASE = text(
    """
    UPDATE deliveries SET state = CASE WHEN cancel_requested THEN 'cancelled' ELSE 'pending' END,
        reason = CASE WHEN cancel_requested THEN 'event-cancelled' END,
        lease_token = NULL, lease_owner = NULL, lease_until = NULL
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
        next_attempt_at = CASE WHEN d.started_at IS NOT NULL AND (m.ambiguity = 'hold' OR d.cancel_requested)
                               THEN 'infinity' ELSE :now END,
        lease_token = NULL, lease_owner = NULL, lease_until = NULL, started_at = NULL
    FROM lost, emails m WHERE d.id = lost.id AND m.id = d.email_id
    RETURNING d.id, d.state, d.cancel_requested
    """
)

_HAS_WORK = text(
    """
    SELECT class, count(*) AS due FROM (
        SELECT class FROM (VALUES ('urgent'), ('normal'), ('bulk')) AS c(class)
        CROSS JOIN LATERAL (
            SELECT FROM deliveries d
            WHERE d.class = c.class AND channel = 'email' AND state IN ('pending', 'deferred', 'uncertain')
              AND next_attempt_at <= :now LIMIT :enough
        ) due
    ) found GROUP BY class
    """
)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A delivery that is ours to send."""

    id: UUID
    email_id: UUID
    address: str
    language: str
    route: str
    target: str | None
    message_id: str
    attempt: int
    first_attempt_at: datetime | None
    calendar_sequence: int | None


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


def claim(connection: Connection, owner: Owner, urgency: str, size: int) -> tuple[UUID, list[Claimed], int]:
    """Lease what is due: the token, the deliveries to send, and how many were looked at."""
    now, token = clock.now(), uuid4()
    rows = connection.execute(
        _CLAIM,
        {
            "class": urgency,
            "now": now,
            "size": size,
            "token": token,
            "owner": owner.number,
            "until": now + LEASE,
        },
    ).all()
    ours = [
        Claimed(
            row.id,
            row.email_id,
            row.address,
            row.language,
            row.route,
            row.target,
            row.message_id,
            row.attempt,
            row.first_attempt_at,
            row.calendar_sequence,
        )
        for row in rows
        if row.state == "sending"
    ]
    return token, ours, len(rows)


def start(connection: Connection, token: UUID, ids: list[UUID], now: datetime) -> set[UUID]:
    """Note that from now on bytes of these may have left; those of which the lease still holds."""
    facts = {"ids": ids, "token": token, "now": now, "until": now + LEASE}
    return set(connection.scalars(_START, facts)) if ids else set()


def release(connection: Connection, token: UUID) -> None:
    """Give back what was not begun."""
    connection.execute(_RELEASE, {"token": token})


def recover(connection: Connection) -> list[UUID]:
    """Take back the leases of the dead and the late: what was not started waits again, the rest is uncertain.

    Returns those that may have arrived although their event was cancelled.
    """
    rows = connection.execute(_RECOVER, {"now": clock.now(), "locks": _LOCKS}).all()
    return [row.id for row in rows if row.cancel_requested and row.state == "uncertain"]


def due(connection: Connection, enough: int) -> dict[str, int]:
    """How many deliveries of each class are due, counted up to `enough`."""
    return {row[0]: row[1] for row in connection.execute(_HAS_WORK, {"now": clock.now(), "enough": enough})}
