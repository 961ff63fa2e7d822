"""What stands in the way of a plan: the calendar, held against it by one statement, holidays and closed days."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta, timezone
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.orm import Session

from services.events.calendar.filters import LONGEST
from services.events.calendar.models import Event
from services.events.calendar.moves import UNPUBLISHED
from services.events.coordination.days import closed, holidays
from services.events.coordination.met import Met
from services.events.coordination.plans import Moment, Planned, of_event
from services.events.coordination.schemas import ConflictKind
from services.events.policy import Viewer, visible_to
from shared.errors import Conflict, Flaw

# A day begins first at UTC+14, and ends last at UTC-12.
_FIRST, _LAST = timezone(timedelta(hours=14)), timezone(timedelta(hours=-12))

# One look by index for each partner: whoever posts a thousand events of her own for one day pays for none of them.
_MET = """
    SELECT asked.place, events.id, events.title, events.state, taken.starts_at, ({visible}) AS known,
           NOT carried.together AS foreign,
           meets.same_day AND events.community_ids && CAST(:communities AS uuid[]) AS community,
           meets.same_day AND events.audiences && CAST(:audiences AS text[]) AS audience,
           meets.same_time AND carried.together AS host,
           meets.same_time AND events.attendance_mode <> 'online'
           AND lower(taken.venue ->> 'name') = lower(CAST(:venue AS text))
           AND lower(coalesce(taken.venue ->> 'locality', '')) = lower(CAST(:locality AS text)) AS venue
    FROM unnest(
        CAST(:starts AS timestamptz[]), CAST(:ends AS timestamptz[]), CAST(:first_days AS date[]),
        CAST(:last_days AS date[]), CAST(:opens AS timestamptz[]), CAST(:closes AS timestamptz[])
    ) WITH ORDINALITY AS asked (starts_at, ends_at, first_day, last_day, opens, closes, place)
    CROSS JOIN partners AS hosting
    CROSS JOIN LATERAL (
        SELECT id AS event_id, starts_at, ends_at, starts_local, ends_local, venue FROM events
        WHERE host_id = hosting.id AND series IS NULL
        AND starts_at >= asked.opens - CAST(:longest AS interval) AND starts_at < asked.closes
        AND ends_at > asked.opens
        UNION ALL
        SELECT event_id, again.starts_at, again.ends_at, again.starts_local, again.ends_local,
               coalesce(again.venue, events.venue)
        FROM events JOIN occurrences AS again ON again.event_id = events.id
        WHERE host_id = hosting.id AND series IS NOT NULL AND again.original_local IS NOT NULL
        AND again.state IN ('scheduled', 'moved')
        AND again.starts_at < asked.closes AND again.ends_at > asked.opens
        OFFSET 0
    ) AS taken
    JOIN events ON events.id = taken.event_id
    CROSS JOIN LATERAL (
        SELECT taken.starts_local::date <= asked.last_day
               AND (taken.ends_local - interval '1 second')::date >= asked.first_day AS same_day,
               taken.starts_at < asked.ends_at AND taken.ends_at > asked.starts_at AS same_time
    ) AS meets
    CROSS JOIN LATERAL (
        SELECT events.host_id = ANY(CAST(:hosts AS uuid[])) OR EXISTS (
            SELECT FROM cohosts WHERE cohosts.event_id = events.id
            AND cohosts.state = 'accepted' AND cohosts.partner_id = ANY(CAST(:hosts AS uuid[]))
        ) AS together
    ) AS carried
    WHERE events.state = ANY(:states) AND events.id IS DISTINCT FROM CAST(:event AS uuid) AND {others}
    ORDER BY taken.starts_at, events.id, asked.place
"""
_KINDS: tuple[ConflictKind, ...] = ("venue", "host", "community", "audience")
# What is over, put off or called off is in nobody's way.
_TOLD = ["published", "in_progress"]
_STANDING = [*UNPUBLISHED, *_TOLD]
_SAID = {
    "venue": "“{title}” is at the same place at that time.",
    "host": "One of its hosts has “{title}” at that time.",
    "community": "“{title}” is for one of the same communities on that day.",
    "audience": "“{title}” is for one of the same audiences on that day.",
}


def find(session: Session, viewer: Viewer, planned: Planned) -> list[Met]:
    """Everything that stands in the way of a plan, soonest first; each event once for each reason."""
    rows = _rows(session, viewer, planned, _STANDING, "true")
    met = [*_known(rows), *_busy(rows, planned.moments), *holidays(planned), *closed(session, planned)]
    return sorted(met, key=lambda each: (each.starts_at, each.kind, str(each.event_id)))


def must_say_why(session: Session, viewer: Viewer, event: Event) -> None:
    """Refuse to publish over what another institution has published, unless it was said why."""
    planned = of_event(event)
    if event.over_conflicts or not (planned.venue or (planned.community_ids and planned.audiences)):
        return
    rows = _rows(session, viewer, planned, _TOLD, "hosting.id <> ALL(CAST(:hosts AS uuid[]))")
    clashes = [each for each in _known(rows) if each.needs_note]
    if clashes:
        said = " ".join(each.reason for each in clashes[:3])
        flaw = Flaw("/over_conflicts", "schedule-conflict", "Say why it is published all the same.")
        raise Conflict("schedule-conflict", said, flaw, conflicts=[_as_data(each) for each in clashes])


def _rows(session: Session, viewer: Viewer, planned: Planned, states: list[str], others: str) -> list[Row[Any]]:
    values = {
        "starts": [each.starts_at for each in planned.moments],
        "ends": [each.ends_at for each in planned.moments],
        "first_days": [each.first_day for each in planned.moments],
        "last_days": [each.last_day for each in planned.moments],
        "communities": planned.community_ids,
        "audiences": planned.audiences,
        "hosts": planned.host_ids,
        "venue": planned.venue,
        "locality": planned.locality,
        "event": planned.event_id,
        "states": states,
        "opens": [datetime.combine(each.first_day, time(), _FIRST) for each in planned.moments],
        "closes": [datetime.combine(each.last_day + timedelta(days=1), time(), _LAST) for each in planned.moments],
        "longest": LONGEST,
    }
    query = text(_MET.format(visible=visible_to(viewer), others=others))
    met = session.execute(query, {**values, **viewer.named}).all()
    return [row for row in met if any(getattr(row, kind) for kind in _KINDS)]


def _known(rows: list[Row[Any]]) -> Iterator[Met]:
    """What the asker may know of: each event once for each kind, at its first moment that is met."""
    told: set[tuple[UUID, str]] = set()
    for row in rows:
        for kind in _KINDS if row.known else ():
            if getattr(row, kind) and (row.id, kind) not in told:
                told.add((row.id, kind))
                reason = _SAID[kind].format(title=row.title)
                yield Met(kind, row.starts_at, reason, row.id, row.title, _needs_note(row, kind))


def _needs_note(row: Row[Any], kind: ConflictKind) -> bool:
    """Whether two institutions are in each other's way, and not one in its own: see docs/decisions.md."""
    return row.foreign and row.state in _TOLD and (kind == "venue" or (row.community and row.audience))


def _busy(rows: list[Row[Any]], moments: list[Moment]) -> Iterator[Met]:
    """That there is something, at times of the asker's own: neither what, nor whose, nor how much of it."""
    for place in sorted({row.place for row in rows if not row.known}):
        yield Met("busy", moments[place - 1].starts_at, "Somebody else is busy then.")


def _as_data(met: Met) -> dict[str, Any]:
    return {
        "kind": met.kind,
        "event_id": str(met.event_id),
        "title": met.title,
        "starts_at": met.starts_at.isoformat(),
        "reason": met.reason,
        "needs_note": met.needs_note,
    }
