"""Taking back what has not left, when something newer is told or an event is cancelled."""

from typing import Any
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import NEVER
from services.notifications.emails.models import Email
from services.notifications.settings import notifications_settings
from shared import clock

WITHDRAWN_TOGETHER = 5_000

# A row that is being sent is never cancelled from outside: it is marked, and what becomes of it decides.
# One that may have arrived is not sent again; whoever may have it hears of the cancellation.
# What a digest names leaves, or has left, with that.
_LEAVES = "(d.state IN ('sending', 'uncertain') OR d.digest_id IS NOT NULL AND d.started_at IS NOT NULL)"
_WITHDRAW = text(
    f"""
    WITH open AS (
        SELECT d.id FROM deliveries d JOIN emails e ON e.id = d.email_id
        WHERE d.event_id = :event_id AND e.cause_kind = 'event' AND e.cause_version < :version
          AND (d.state IN ('pending', 'deferred', 'sending') AND NOT d.cancel_requested
               OR d.state = 'uncertain' AND d.next_attempt_at < '{NEVER}')
        ORDER BY d.id LIMIT :size FOR UPDATE OF d
    )
    UPDATE deliveries d SET
        state = CASE WHEN {_LEAVES} THEN d.state ELSE 'cancelled' END,
        reason = CASE WHEN {_LEAVES} THEN d.reason ELSE 'event-cancelled' END,
        next_attempt_at = CASE WHEN d.state = 'uncertain' THEN '{NEVER}' ELSE d.next_attempt_at END,
        cancel_requested = true
    FROM open WHERE d.id = open.id AND d.state IN ('pending', 'deferred', 'sending', 'uncertain')
    RETURNING d.id
    """
)

_REPLACE = """
    UPDATE deliveries older SET state = 'cancelled', reason = :reason
    FROM deliveries newer, emails e
    WHERE newer.email_id = :email_id AND newer.recipient_id > :after AND newer.recipient_id <= :last
      AND newer.state = 'pending'
      AND {of_the_same} AND older.recipient_id = newer.recipient_id
      AND older.state IN ('pending', 'deferred') AND older.digest_id IS NULL
      AND e.id = older.email_id AND e.cause_kind = :cause_kind AND e.cause_version < :version
"""
# An event's older rows, perhaps a million, are found by recipient; of a notice there are few, and they name no event.
_REPLACE_OF_EVENT = text(_REPLACE.format(of_the_same="older.event_id = :cause_id"))
_REPLACE_NOTICE = text(_REPLACE.format(of_the_same="e.cause_id = :cause_id"))

# Nobody is told that what she never heard of is off.
_TAKE_BACK = text(
    """
    UPDATE deliveries d SET state = 'cancelled', reason = :reason
    FROM emails e
    WHERE e.cause_kind = :cause_kind AND e.cause_id = :cause_id AND e.cause_version < :version
      AND d.email_id = e.id AND d.state IN ('pending', 'deferred')
    """
)

# Whoever got, or may have got, what was being sent when its event was cancelled is told so, like everybody else.
_TELL_CANCELLED = text(
    """
    INSERT INTO deliveries (
        id, email_id, event_id, sender_id, recipient_id, person_id, address, address_key, language, class, channel,
        route, target, state, message_id, next_attempt_at, expires_at
    )
    SELECT new.id, e.id, d.event_id, d.sender_id, d.recipient_id, d.person_id, d.address, d.address_key, d.language,
        e.class, 'email', d.route, d.target, 'pending',
        '<' || new.id || '.' || e.cause_version || '@' || CAST(:domain AS text) || '>',
        :now, greatest(e.expires_at, :now + interval '72 hours')
    FROM (SELECT *, uuidv7() AS new_id FROM deliveries WHERE id = ANY(CAST(:ids AS uuid[]))) d
    CROSS JOIN LATERAL (SELECT d.new_id AS id) new
    JOIN LATERAL (
        SELECT * FROM emails WHERE cause_id = d.event_id AND change = 'cancelled' AND state <> 'superseded'
        ORDER BY cause_version DESC LIMIT 1
    ) e ON e.id <> d.email_id
    ON CONFLICT (email_id, address_key) DO NOTHING
    """
)


def withdraw(session: Session, cancellation: Email) -> int:
    """Cancel what waits of a cancelled event's earlier emails, some at a time; how many were found."""
    facts = {
        "event_id": cancellation.cause_id,
        "version": cancellation.cause_version,
        "size": WITHDRAWN_TOGETHER,
    }
    return len(session.execute(_WITHDRAW, facts).all())


def take_back(session: Session, email: Email) -> None:
    """What still waits of a notice's older ones about the same thing is not sent, whoever hears of the newer."""
    facts = {"cause_kind": email.cause_kind, "cause_id": email.cause_id, "version": email.cause_version}
    session.execute(_TAKE_BACK, {**facts, "reason": f"superseded by v{email.cause_version}"})


def replace_older(session: Session, email: Email, after: UUID, last: UUID) -> None:
    """What still waits of an event's older emails, in a digest or for the morning, gives way to the newer."""
    facts: dict[str, Any] = {
        "email_id": email.id,
        "cause_kind": email.cause_kind,
        "cause_id": email.cause_id,
        "version": email.cause_version,
        "reason": f"superseded by v{email.cause_version}",
        "after": after,
        "last": last,
    }
    session.execute(_REPLACE_OF_EVENT if email.cause_kind == "event" else _REPLACE_NOTICE, facts)


def tell_cancelled(connection: Connection, delivery_ids: list[UUID]) -> None:
    """Make the cancellations of what was sent although its event had been cancelled meanwhile."""
    if delivery_ids:
        facts = {"ids": delivery_ids, "now": clock.now(), "domain": notifications_settings().domain}
        connection.execute(_TELL_CANCELLED, facts)
