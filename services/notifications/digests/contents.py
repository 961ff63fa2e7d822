"""What stands in a digest at the moment it is written, and what becomes of it when that was sent."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.orm import Session

from services.notifications.deliveries.withdrawing import tell_cancelled
from services.notifications.digests.rules import KNEW, TO_COME
from services.notifications.emails.changes import Change
from shared import clock

_CONCLUDED_TOGETHER = 5_000

# While it is sent, an item is marked as named by its digest, or as not: so it is known later what she was told by it.
_MARK = text(
    f"""
    UPDATE deliveries i SET started_at = CASE WHEN {TO_COME} THEN CAST(:now AS timestamptz) END
    FROM emails m, events e, deliveries d
    WHERE d.id = ANY(CAST(:ids AS uuid[])) AND d.state = 'sending'
      AND i.digest_id = d.id AND i.state IN ('pending', 'uncertain') AND m.id = i.email_id AND e.id = i.event_id
    """
)
_NAMED = text(
    f"""
    SELECT i.digest_id, e.id AS event_id, e.version,
        CASE WHEN m.change IN ('moved', 'changed') AND NOT {KNEW} THEN 'published' ELSE m.change END AS change
    FROM deliveries i JOIN deliveries d ON d.id = i.digest_id
    JOIN emails m ON m.id = i.email_id JOIN events e ON e.id = i.event_id
    WHERE i.digest_id = ANY(CAST(:ids AS uuid[]))
      AND (i.started_at IS NOT NULL OR i.state = 'pending' AND d.state <> 'sending' AND {TO_COME})
    """
)

_CONCLUDE = text(
    """
    UPDATE deliveries i SET
        state = CASE WHEN d.state IN ('accepted', 'uncertain') AND i.started_at IS NULL THEN 'cancelled'
                     ELSE d.state END,
        reason = CASE WHEN d.state IN ('accepted', 'uncertain') AND i.started_at IS NULL THEN 'event-over'
                      ELSE d.reason END,
        accepted_at = CASE WHEN i.started_at IS NOT NULL THEN d.accepted_at END
    FROM deliveries d
    WHERE d.id = ANY(CAST(:ids AS uuid[])) AND i.digest_id = d.id AND i.state IN ('pending', 'uncertain')
      AND d.state NOT IN ('pending', 'sending', 'deferred')
    RETURNING i.id, i.cancel_requested AND i.state IN ('accepted', 'uncertain') AS tell
    """
)

_ENDED = text(
    """
    SELECT DISTINCT d.id FROM deliveries i JOIN deliveries d ON d.id = i.digest_id
    WHERE i.digest_id IS NOT NULL AND i.state IN ('pending', 'uncertain')
      AND d.state IN ('accepted', 'failed', 'bounced', 'complained', 'suppressed', 'expired', 'cancelled')
    LIMIT :size
    """
)


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """An event as a digest names it: in which version, and as what."""

    event_id: UUID
    version: int
    change: Change


def named_in(connection: Connection, digest_ids: Sequence[UUID]) -> Mapping[UUID, tuple[Named, ...]]:
    """What each of these digests says, or has said; each event once, in a fixed order."""
    found: dict[UUID, set[Named]] = defaultdict(set)
    if digest_ids:
        facts = {"ids": list(digest_ids), "now": clock.now()}
        with connection.begin_nested() if connection.in_transaction() else connection.begin():
            connection.execute(_MARK, facts)
            for row in connection.execute(_NAMED, facts):
                found[row.digest_id].add(Named(row.event_id, row.version, row.change))
    return {digest_id: tuple(sorted(items)) for digest_id, items in found.items()}


def conclude(connection: Connection, digest_ids: Sequence[UUID]) -> None:
    """Let what stood in these digests end as they did, as far as they have."""
    if digest_ids:
        ended = connection.execute(_CONCLUDE, {"ids": list(digest_ids)}).all()
        tell_cancelled(connection, [row.id for row in ended if row.tell])


def conclude_rest(session: Session) -> None:
    """Conclude the digests that ended otherwise than by being sent, some at a time."""
    connection = session.connection()
    conclude(connection, list(connection.scalars(_ENDED, {"size": _CONCLUDED_TOGETHER})))
