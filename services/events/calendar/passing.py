"""What time, and its host's numbers, make of an event: copies follow, and nobody is written to."""

from collections.abc import Sequence

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from services.events.calendar import documents, moves
from services.events.calendar.actions import fact
from services.events.calendar.models import Event
from shared import clock
from shared.messages.events import EventRecorded
from shared.outbox import tell_all

TOGETHER = 500


def advance(session: Session) -> None:
    """Let what has begun be in progress, and what is over have ended, some at a time."""
    now = clock.now()
    has_begun = and_(Event.state == "published", Event.starts_at <= now)
    # A series is over with its last occurrence, whichever it is shown by.
    is_over = and_(Event.state == "in_progress", Event.over_at <= now)
    # The first condition says nothing new, and lets PostgreSQL take the small index that holds just these.
    due = select(Event).where(Event.state.in_(("published", "in_progress")), or_(has_begun, is_over))
    held = due.order_by(Event.starts_at).limit(TOGETHER).with_for_update(of=Event, skip_locked=True)
    passed = session.scalars(held).all()
    for event in passed:
        event.state = "ended" if event.over_at and event.over_at <= now else "in_progress"
    _record(session, passed)


def complete(session: Session, event: Event) -> None:
    """The event's numbers are known; InvalidTransition unless it has ended."""
    event.state = moves.after(event.state, "completion")
    _record(session, [event])


def _record(session: Session, events: Sequence[Event]) -> None:
    for event in events:
        event.version += 1
        documents.write(event)
    session.flush()
    tell_all(session, [fact(event, EventRecorded) for event in events])
