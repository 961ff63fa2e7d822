"""From all that waits for a digest to one email for each address, in SQL and in chunks that can stop anywhere.

An address gets one digest of a kind for each day of its own calendar, whatever clocks and workers do: its row is
unique. What comes due after that day's digest was made waits for the next.
"""

from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlalchemy.orm import Session

from services.notifications.deliveries.models import WAITS
from services.notifications.digests.rules import KNEW, TO_COME
from services.notifications.emails.audience import IS_MEMBER, NEXT_DAILY, NEXT_WEEKLY
from services.notifications.settings import notifications_settings
from shared import clock, log
from shared.outbox import ring_after_commit
from shared.settings import settings

Frequency = Literal["daily", "weekly"]

GATHERED_TOGETHER = 5_000
_PERIOD: dict[Frequency, timedelta] = {"daily": timedelta(days=1), "weekly": timedelta(days=7)}
_GOOD_FOR: dict[Frequency, timedelta] = {"daily": timedelta(hours=24), "weekly": timedelta(hours=72)}
_LOCK = 7_013_114  # any number of our own

_FIRST = f"""
    SELECT id, recipient_id, address_key FROM deliveries
    WHERE {WAITS} AND channel = :frequency AND next_attempt_at <= :now
    ORDER BY next_attempt_at LIMIT :size
"""

_DUE = text(
    f"SELECT EXISTS (SELECT FROM deliveries WHERE {WAITS} AND channel = :frequency AND next_attempt_at <= :now)"
)

# A follower who became a person left what waits for her behind; it is the person's now.
_ADOPT = text(
    f"""
    WITH lost AS (
        SELECT i.id, (
            SELECT r.id FROM recipients r WHERE r.address_key = i.address_key
            ORDER BY r.person_id IS NULL, r.id LIMIT 1
        ) AS heir
        FROM ({_FIRST}) i LEFT JOIN recipients known ON known.id = i.recipient_id WHERE known.id IS NULL
    )
    UPDATE deliveries i SET recipient_id = coalesce(heir, i.recipient_id),
        state = CASE WHEN heir IS NULL THEN 'suppressed' ELSE i.state END,
        reason = CASE WHEN heir IS NULL THEN 'left' ELSE i.reason END
    FROM lost WHERE i.id = lost.id
    """
)

# Everything due of everybody at an address goes into one digest; `kept` is what is still worth saying.
_ITEMS = f"""
    who AS MATERIALIZED (
        SELECT DISTINCT r.id FROM ({_FIRST}) first
        JOIN recipients one ON one.id = first.recipient_id JOIN recipients r ON r.address_key = one.address_key
    ),
    waiting AS MATERIALIZED (
        SELECT * FROM deliveries
        WHERE recipient_id IN (SELECT id FROM who) AND {WAITS} AND channel = :frequency AND next_attempt_at <= :now
    ),
    judged AS MATERIALIZED (
        SELECT i.id, r.id AS recipient_id, r.person_id, r.address, r.address_key, r.language, r.time_zone,
            (:now AT TIME ZONE r.time_zone)::date AS day,
            e.id IS NULL AS unknown,
            coalesce(CASE WHEN r.obstacle IN ('left', 'unsubscribed') THEN r.obstacle END, unfollowed.reason,
                     r.obstacle, shut.reason) AS suppressed,
            CASE WHEN e.state = 'cancelled' AND m.change <> 'cancelled' THEN 'event-cancelled'
                 WHEN NOT ({TO_COME}) THEN 'event-over'
                 WHEN NOT (e.fact->>'visibility' = 'public'
                           OR e.fact->>'visibility' = 'members' AND {IS_MEMBER}) THEN 'not-visible'
                 WHEN m.change = 'cancelled' AND NOT {KNEW} AND EXISTS (
                     SELECT FROM emails p WHERE p.event_id = i.event_id AND p.change = 'published'
                       AND p.audience_as_of > i.next_attempt_at - CAST(:period AS interval)
                 ) THEN 'event-cancelled' END AS left_out
        FROM waiting i
        JOIN recipients r ON r.id = i.recipient_id
        LEFT JOIN emails m ON m.id = i.email_id
        LEFT JOIN events e ON e.id = i.event_id
        LEFT JOIN suppressions shut ON shut.address_key = r.address_key AND shut.scope = 'all'
        LEFT JOIN suppressions unfollowed ON unfollowed.address_key = r.address_key
            AND unfollowed.scope = 'following'
    ),
    items AS MATERIALIZED (
        SELECT *, NOT unknown AND suppressed IS NULL AND left_out IS NULL AS keep,
            CASE :frequency WHEN 'daily' THEN {NEXT_DAILY} ELSE {NEXT_WEEKLY} END AS next_at
        FROM judged
    ),
    kept AS MATERIALIZED (SELECT * FROM items WHERE keep)
"""

_GATHER = text(
    f"""
    WITH {_ITEMS},
    issues AS (
        INSERT INTO emails (kind, change, class, cause_message, cause_kind, cause_id, cause_version, dedupe_key,
                            state, due_at, audience_as_of, done_at, snapshot, expires_at, correlation_id)
        SELECT 'digest', :frequency, 'bulk', 'notifications.digest', 'digest', CAST(md5(issue) AS uuid), 1, issue,
            'done', :now, :now, :now, jsonb_build_object('day', day), :expires_at, :correlation_id
        FROM (SELECT DISTINCT day, 'digest|' || :frequency || '|' || day AS issue FROM kept) days
        ON CONFLICT (dedupe_key) DO UPDATE SET done_at = excluded.done_at
        RETURNING id, CAST(snapshot->>'day' AS date) AS day
    ),
    digests AS (
        INSERT INTO deliveries (id, email_id, recipient_id, person_id, address, address_key, language, class, channel,
                                route, target, state, message_id, next_attempt_at, expires_at)
        SELECT one.new_id, issues.id, recipient_id, person_id, address, address_key, language, 'bulk', 'email',
            'follows', 'digest:' || :frequency, 'pending',
            '<' || one.new_id || '.1@' || CAST(:domain AS text) || '>', :now, :expires_at
        FROM (SELECT DISTINCT ON (address_key) kept.*, uuidv7() AS new_id FROM kept
              ORDER BY address_key, person_id NULLS LAST, recipient_id) one
        JOIN issues USING (day)
        ON CONFLICT (email_id, address_key) DO NOTHING
        RETURNING id, address_key
    )
    UPDATE deliveries d SET
        digest_id = CASE WHEN keep THEN digests.id END,
        state = CASE WHEN unknown THEN 'pending' WHEN suppressed IS NOT NULL THEN 'suppressed'
                     WHEN left_out IS NOT NULL THEN 'cancelled' ELSE 'pending' END,
        reason = CASE WHEN unknown THEN 'digest' ELSE coalesce(suppressed, left_out, 'digest') END,
        next_attempt_at = CASE WHEN unknown THEN :now + interval '1 hour'
                               WHEN keep AND digests.id IS NULL THEN next_at ELSE d.next_attempt_at END
    FROM items LEFT JOIN digests USING (address_key)
    WHERE d.id = items.id
    RETURNING d.id
    """
)


def due(session: Session) -> list[Frequency]:
    """The digests for which something has come due."""
    now = clock.now()
    return [each for each in _PERIOD if session.scalar(_DUE, {"frequency": each, "now": now})]


def gather(session: Session, frequency: Frequency, size: int = GATHERED_TOGETHER) -> bool:
    """Make the digests of the next addresses whose time has come; whether there may be more.

    One worker at a time does this; another finds nothing to do and goes.
    """
    if not session.scalar(text("SELECT pg_try_advisory_xact_lock(:lock)"), {"lock": _LOCK}):
        return False
    now = clock.now()
    facts = _facts(frequency, now, size)
    session.execute(_ADOPT, facts)
    ring_after_commit(session)
    return bool(session.execute(_GATHER, facts).first())


def _facts(frequency: Frequency, now: datetime, size: int) -> dict[str, Any]:
    return {
        "frequency": frequency,
        "now": now,
        "today": now.astimezone(ZoneInfo(settings().time_zone)).date(),
        "period": _PERIOD[frequency],
        "expires_at": now + _GOOD_FOR[frequency],
        "domain": notifications_settings().domain,
        "correlation_id": log.correlation.get(),
        "size": size,
    }
