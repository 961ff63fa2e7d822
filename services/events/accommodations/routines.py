"""What is done about requests by the clock: to warn before an answer is late, and to forget after the event."""

from datetime import timedelta

from sqlalchemy import func, or_, select, text
from sqlalchemy.orm import Session

from services.events.accommodations.models import Accommodation
from services.events.accommodations.telling import tell_change
from services.events.calendar.models import Event
from shared import clock

KEPT = timedelta(days=30)
# A series without an end has no month after it.
KEPT_OF_A_SERIES = timedelta(days=365)
_WARNED_BEFORE = timedelta(days=5)
_TOGETHER = 200

# The first answer is due by a clock of its own; what follows, before it is needed, wherever the event moves to.
_DUE_SOON = text(
    """
    accommodations.purged_at IS NULL AND accommodations.warned_at IS NULL
    AND events.state NOT IN ('cancelled', 'postponed')
    AND CASE WHEN accommodations.state = 'requested' THEN accommodations.warn_at <= :now
        WHEN accommodations.state IN ('acknowledged', 'arranging', 'alternative_offered') THEN least(
            events.starts_at, accommodations.needed_by::timestamp AT TIME ZONE events.time_zone
        ) <= CAST(:now AS timestamptz) + :before
        ELSE false END
    """
)


def warn(session: Session) -> None:
    """Tell those who arrange, once for each answer that is due, before it is late."""
    sought = (
        select(Accommodation, Event)
        .join(Event, Event.id == Accommodation.event_id)
        .where(_DUE_SOON)
        .order_by(Accommodation.id)
        .limit(_TOGETHER)
        .with_for_update(of=Accommodation, skip_locked=True)
    )
    for asked, event in session.execute(sought, {"now": clock.now(), "before": _WARNED_BEFORE}).all():
        asked.warned_at = clock.now()
        asked.version += 1
        tell_change(session, asked, event, "due_soon")


def purge(session: Session) -> None:
    """Forget what was asked, and by whom, a month after the event; what became of it is still counted."""
    over = func.coalesce(Event.over_at, Event.ends_at) < clock.now() - KEPT
    long_ago = Accommodation.requested_at < clock.now() - KEPT_OF_A_SERIES
    sought = (
        select(Accommodation)
        .join(Event, Event.id == Accommodation.event_id)
        .where(Accommodation.purged_at.is_(None), or_(over, long_ago))
        .limit(_TOGETHER)
        .with_for_update(of=Accommodation, skip_locked=True)
    )
    for asked in session.scalars(sought).all():
        asked.content = asked.person_id = asked.registration_id = asked.needed_by = None
        asked.purged_at = clock.now()
        asked.version += 1
