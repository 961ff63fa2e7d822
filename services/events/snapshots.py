"""Telling a neighbor that lost its copies everything that it may know, and nobody else anything."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.actions import fact as event_fact
from services.events.calendar.models import Event
from services.events.programs.actions import fact as program_fact
from services.events.programs.models import Program
from services.events.registrations.models import Registration
from services.events.registrations.telling import fact as registration_fact
from shared.counting import count
from shared.messages import notifications
from shared.messages.events import EventRecorded, RecordsCounted
from shared.outbox import tell, tell_all

_TOLD_TOGETHER = 500


def tell_counts(session: Session) -> None:
    """Tell notifications how many records it should have copies of."""
    versions = {
        "programs": select(Program.id, Program.version),
        "events": select(Event.id, Event.version).where(Event.published_at.is_not(None)),
        "registrations": select(Registration.id, Registration.version),
    }
    tell(session, RecordsCounted(records=count(session, versions)))


def tell_notifications(session: Session, told: notifications.CopiesRequested) -> None:
    """Snapshots of programs, of every event that others were ever told of, and of registrations."""
    listener = (told.teller(),)
    tell_all(session, map(program_fact, session.scalars(select(Program))), listener)
    published = select(Event).where(Event.published_at.is_not(None)).execution_options(yield_per=_TOLD_TOGETHER)
    for events in session.scalars(published).partitions():
        tell_all(session, [event_fact(event, EventRecorded) for event in events], listener)
    places = select(Registration).execution_options(yield_per=_TOLD_TOGETHER)
    for registrations in session.scalars(places).partitions():
        tell_all(session, map(registration_fact, registrations), listener)
