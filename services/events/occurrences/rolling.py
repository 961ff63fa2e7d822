"""What the clock does to occurrences: they are over, their series shows the next one, and goes on further ahead."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import Select, exists, func, select, text
from sqlalchemy.orm import Session

from services.events.calendar import documents
from services.events.calendar.actions import fact
from services.events.calendar.models import Event
from services.events.occurrences import series
from services.events.occurrences.models import Occurrence
from shared import clock
from shared.database import Database
from shared.messages.events import EventChanged
from shared.outbox import tell_all

_TOGETHER = 200
_OVER = text(
    """
    UPDATE occurrences SET state = 'done' FROM (
        SELECT event_id, key FROM occurrences JOIN events ON events.id = event_id
        WHERE occurrences.state IN ('scheduled', 'moved') AND occurrences.ends_at <= :now
            AND events.state = ANY(:happening)
        ORDER BY occurrences.ends_at LIMIT :batch FOR UPDATE OF occurrences SKIP LOCKED
    ) AS over WHERE occurrences.event_id = over.event_id AND occurrences.key = over.key
    """
)
_HAPPENING = ["published", "in_progress", "ended", "completed"]
_ENDED = ("cancelled", "completed")
# What is written down less far ahead than so much less than may be is written on.
_SLACK = timedelta(days=31)


def finish(session: Session) -> None:
    """Let what is over be done, and series show what comes next. A batch at each run."""
    now = clock.now()
    session.execute(_OVER, {"now": now, "batch": _TOGETHER * 5, "happening": _HAPPENING})
    behind = _series().where(Event.ends_at <= now, (Event.over_at > Event.ends_at) | Event.over_at.is_(None))
    _renew(session, session.scalars(behind))


def extend(session: Session) -> None:
    """Write down what has come within reach of series without an end. Some at each run, whichever they are."""
    now = clock.now()
    far = exists().where(Occurrence.event_id == Event.id, Occurrence.starts_at > now + series.HORIZON - _SLACK)
    near = _series().where(Event.over_at.is_(None), ~far).order_by(None).order_by(func.random())
    for event in session.scalars(near):
        series.arrange(event, series.stretches_of(event), now)


def roll_all(store: Database) -> None:
    """Both, at once."""
    with store.transaction() as session:
        finish(session)
        extend(session)


def _series() -> Select[Event]:
    own = select(Event).where(Event.series.is_not(None), Event.state.not_in(_ENDED))
    return own.order_by(Event.id).limit(_TOGETHER).with_for_update(of=Event, skip_locked=True)


def _renew(session: Session, events: Iterable[Event]) -> None:
    """Told like an edit: nobody is written to of what is no news, and what was edited just before is not lost."""
    renewed = []
    for event in events:
        series.settle(event, clock.now())
        if session.is_modified(event):
            event.version += 1
            documents.write(event)
            renewed.append(event)
    session.flush()
    tell_all(session, [fact(event, EventChanged) for event in renewed if event.published_at])
