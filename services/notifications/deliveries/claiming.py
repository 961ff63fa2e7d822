"""Taking deliveries to send: whose turn it is, and whether there is still a reason to send it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Connection, text

from services.notifications.announcements.consent import REFUSED
from services.notifications.deliveries.leases import LEASE, MOVED, Owner
from services.notifications.deliveries.models import NEVER
from services.notifications.digests.rules import IS_EMPTY
from services.notifications.emails.audience import QUIET_UNTIL
from shared import clock

SUSPECT = 3  # claims in a row whose claimant was lost, after which a delivery is claimed alone
SET_ASIDE = 5  # and after which it is claimed no more

_WAITS = "channel = 'email' AND state IN ('pending', 'deferred', 'uncertain')"
_OF_CLASS = f"class = :class AND {_WAITS}"

# Senders are served in turns, each its oldest first. Whoever may have ended its claimants goes alone, and last.
_DUE = f"""
    senders AS (
        (SELECT sender_id FROM deliveries WHERE {_OF_CLASS} ORDER BY sender_id LIMIT 1)
        UNION ALL
        SELECT next.sender_id FROM senders s CROSS JOIN LATERAL (
            SELECT sender_id FROM deliveries d WHERE {_OF_CLASS} AND d.sender_id > s.sender_id
            ORDER BY sender_id LIMIT 1
        ) next
    ),
    waiting AS MATERIALIZED (
        SELECT sender_id FROM senders s WHERE EXISTS (
            SELECT FROM deliveries d WHERE {_OF_CLASS} AND d.sender_id = s.sender_id AND next_attempt_at <= :now)
    ),
    due AS MATERIALIZED (
        SELECT id, claim_count, row_number() OVER (PARTITION BY sender_id ORDER BY next_attempt_at, id) AS turn
        FROM waiting CROSS JOIN LATERAL (
            SELECT id, claim_count, next_attempt_at FROM deliveries d
            WHERE {_OF_CLASS} AND d.sender_id = waiting.sender_id AND next_attempt_at <= :now
            ORDER BY next_attempt_at, id LIMIT (SELECT ceil(:size / count(*)::numeric) FROM waiting)
            FOR UPDATE SKIP LOCKED
        ) its LIMIT 2 * :size
    ),
    taken AS (
        SELECT * FROM due WHERE claim_count < :suspect
        UNION ALL
        (SELECT * FROM due WHERE NOT EXISTS (SELECT FROM due WHERE claim_count < :suspect)
         ORDER BY claim_count, turn LIMIT 1)
    )
"""

# Cause, address, suppression and quiet hours are looked at once more: what waited since yesterday may be wrong today.
_CLAIM = text(
    f"""
    WITH RECURSIVE {_DUE},
    looked_at AS MATERIALIZED (
        SELECT d.id, d.state AS old, taken.turn, d.claim_count >= :set_aside AS set_aside,
            d.expires_at <= :now AS passed,
            e.state = 'cancelled' AND NOT starts_with(m.change, 'cancelled')
                OR m.kind = 'digest' AND {IS_EMPTY} OR m.reason = 'stopped' AS over,
            m.reason = 'stopped' AS stopped,
            {MOVED} AS moved,
            coalesce(CASE WHEN d.route = 'sign_in' THEN NULL
                          WHEN r.obstacle IN ('left', 'unsubscribed') THEN r.obstacle
                          WHEN d.route IN ('follows', 'told') THEN unfollowed.reason
                          WHEN d.route = 'announced' THEN {REFUSED} END,
                     CASE WHEN d.route <> 'sign_in' THEN r.obstacle END, shut.reason) AS suppressed,
            CASE WHEN :class <> 'urgent' AND d.state <> 'uncertain' THEN {QUIET_UNTIL} END AS quiet_until
        FROM taken JOIN deliveries d ON d.id = taken.id
        JOIN emails m ON m.id = d.email_id
        LEFT JOIN events e ON e.id = d.event_id
        LEFT JOIN recipients r ON r.id = d.recipient_id
        LEFT JOIN suppressions shut ON shut.address_key = d.address_key AND shut.scope = 'all'
            AND d.route <> 'sign_in'
        LEFT JOIN suppressions unfollowed ON unfollowed.address_key = d.address_key
            AND unfollowed.scope = 'following'
    ),
    judged AS (
        SELECT *, CASE WHEN (over OR moved) AND old = 'uncertain' THEN 'uncertain'
                       WHEN over OR moved THEN 'cancelled'
                       WHEN passed THEN 'expired'
                       WHEN suppressed IS NOT NULL THEN 'suppressed'
                       WHEN set_aside THEN 'failed'
                       WHEN quiet_until IS NOT NULL THEN 'pending'
                       ELSE 'sending' END AS verdict
        FROM looked_at
    )
    UPDATE deliveries d SET
        state = verdict,
        reason = CASE verdict WHEN 'suppressed' THEN suppressed WHEN 'failed' THEN 'set-aside'
                              WHEN 'cancelled' THEN CASE WHEN stopped THEN 'stopped' WHEN over THEN 'event-cancelled'
                                                       ELSE 'address-changed' END
                              WHEN 'pending' THEN 'quiet-hours' WHEN 'sending' THEN NULL ELSE d.reason END,
        next_attempt_at = CASE verdict WHEN 'pending' THEN quiet_until WHEN 'uncertain' THEN '{NEVER}'
                                       ELSE d.next_attempt_at END,
        lease_token = CASE verdict WHEN 'sending' THEN CAST(:token AS uuid) END,
        lease_owner = CASE verdict WHEN 'sending' THEN CAST(:owner AS integer) END,
        lease_until = CASE verdict WHEN 'sending' THEN CAST(:until AS timestamptz) END,
        claim_count = d.claim_count + CASE verdict WHEN 'sending' THEN 1 ELSE 0 END,
        started_at = NULL
    FROM judged j WHERE d.id = j.id
    RETURNING d.id, d.email_id, d.address, d.language, d.route, d.target, d.message_id, d.state, d.attempt,
        d.first_attempt_at, d.calendar_sequence, j.turn
    """
)

# From one class and sender to the next by index: without this walk the whole table would be read each second.
_HAS_WORK = text(
    f"""
    WITH RECURSIVE senders AS (
        (SELECT class, sender_id FROM deliveries WHERE {_WAITS} ORDER BY class, sender_id LIMIT 1)
        UNION ALL
        SELECT next.* FROM senders s CROSS JOIN LATERAL (
            SELECT class, sender_id FROM deliveries d
            WHERE {_WAITS} AND (d.class, d.sender_id) > (s.class, s.sender_id) ORDER BY class, sender_id LIMIT 1
        ) next
    )
    SELECT s.class, count(*) AS due FROM senders s CROSS JOIN LATERAL (
        SELECT FROM deliveries d
        WHERE {_WAITS} AND d.class = s.class AND d.sender_id = s.sender_id AND next_attempt_at <= :now
        ORDER BY next_attempt_at LIMIT :enough
    ) its GROUP BY s.class
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
            "suspect": SUSPECT,
            "set_aside": SET_ASIDE,
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
        for row in sorted(rows, key=lambda row: row.turn)
        if row.state == "sending"
    ]
    return token, ours, len(rows)


def due(connection: Connection, enough: int) -> dict[str, int]:
    """How many deliveries of each class are due, counted up to `enough` of each sender."""
    return {row[0]: row[1] for row in connection.execute(_HAS_WORK, {"now": clock.now(), "enough": enough})}
