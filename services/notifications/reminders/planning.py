"""When people are reminded: planned anew with each state of an event, so that nobody is reminded of an old time."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, text, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from services.notifications.reminders.models import Reminder
from shared import clock
from shared.messages.events import EventFact

_TAKES_PLACE = ("published", "in_progress")
_DAY = 1_440

# What was to remind of a time that is no longer so, and has not left.
_VOID = text(
    """
    UPDATE deliveries d SET state = 'cancelled', reason = 'event-moved'
    FROM emails m
    WHERE m.event_id = :event_id AND m.kind = 'reminder' AND d.email_id = m.id AND d.state IN ('pending', 'deferred')
      AND NOT CAST(m.snapshot->'occasion'->>'starts_at' AS timestamptz) = ANY(CAST(:beginnings AS timestamptz[]))
    """
)
_SUPERSEDE = text(
    """
    UPDATE emails m SET state = 'superseded', reason = 'the event has moved'
    WHERE m.event_id = :event_id AND m.kind = 'reminder' AND m.state IN ('settling', 'fanning_out')
      AND NOT CAST(m.snapshot->'occasion'->>'starts_at' AS timestamptz) = ANY(CAST(:beginnings AS timestamptz[]))
    """
)


def plan(session: Session, event: EventFact) -> None:
    """Keep when people are to be reminded of an event as it is now; what would have been due before now is not."""
    beginnings, now = _beginnings(event), clock.now()
    wanted = {
        (occurrence, minutes): starts_at
        for occurrence, starts_at in beginnings.items()
        for minutes in event.reminders
    }
    standing = [(occurrence, minutes, starts_at) for (occurrence, minutes), starts_at in wanted.items()]
    kept = tuple_(Reminder.occurrence, Reminder.minutes, Reminder.starts_at).in_(standing)
    session.execute(delete(Reminder).where(Reminder.event_id == event.event_id, ~kept))
    facts = {"event_id": event.event_id, "beginnings": list(beginnings.values())}
    session.execute(_SUPERSEDE, facts)
    session.execute(_VOID, facts)
    rows = [
        {
            "event_id": event.event_id,
            "occurrence": occurrence,
            "minutes": minutes,
            "starts_at": starts_at,
            "due_at": due_at,
        }
        for (occurrence, minutes), starts_at in wanted.items()
        if (due_at := before(starts_at, minutes, event.time_zone)) > now
    ]
    if rows:
        session.execute(insert(Reminder).values(rows).on_conflict_do_nothing())


def before(starts_at: datetime, minutes: int, zone: str) -> datetime:
    """So long before: whole days by the wall of the event's zone, so that a day is a day when clocks change."""
    if minutes % _DAY:
        return starts_at - timedelta(minutes=minutes)
    wall = starts_at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) - timedelta(minutes=minutes)
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(starts_at.tzinfo)


def _beginnings(event: EventFact) -> Mapping[str, datetime]:
    """When it begins, by occurrence; a single event has one, and what does not take place none."""
    if event.state not in _TAKES_PLACE:
        return {}
    if event.happenings:
        return {one.key: one.starts_at for one in event.happenings if not one.cancelled}
    return {"": event.starts_at}
