"""What becomes of registrations when their event changes: new places are offered, a cancellation ends them all."""

from sqlalchemy import ColumnElement, Select, func, select, true, update
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.occurrences.models import Occurrence
from services.events.registrations.day_offers import come_on_new_days
from services.events.registrations.lines import hold
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.occurring import standing
from services.events.registrations.offers import pass_on
from services.events.registrations.states import LIVE, PLACED
from services.events.registrations.telling import fact
from shared.outbox import tell_all


def follow(session: Session, event: Event) -> None:
    """Bring an event's registrations to what it is now. Whoever calls holds the event."""
    if event.state == "cancelled":
        _end(session, event, true())
    elif event.published_at is not None:
        if event.series is not None:
            _end(session, event, Registration.occurrence.in_(_cancelled_days(event)))
        _pass_on(session, event)


def _cancelled_days(event: Event) -> Select[str]:
    return select(Occurrence.key).where(Occurrence.event_id == event.id, Occurrence.state == "cancelled")


def _end(session: Session, event: Event, those: ColumnElement[bool]) -> None:
    """All who had a place or waited are told by the event's own message, and so not once more here."""
    ending = select(Registration).where(Registration.event_id == event.id, Registration.state.in_(LIVE), those)
    ended = session.scalars(ending.with_for_update()).all()
    placed = {registration.id for registration in ended if registration.state in PLACED}
    for registration in ended:
        registration.state, registration.ended_with_event = "cancelled_by_host", True
        registration.position = registration.offer_expires_at = None
        registration.version += 1
    session.flush()
    # Whoever only waited has nothing in her calendar that would have to go.
    facts = map(fact, ended)
    tell_all(session, [one.model_copy(update={"has_place": one.registration_id in placed}) for one in facts])


def _pass_on(session: Session, event: Event) -> None:
    if event.sessions:
        whole = standing(session, event, None)
        hold(session, event, whole)
        come_on_new_days(session, event, whole)
    waits = Registration.state.in_(("waitlisted", "offered")) | Registration.days.any(DayPlace.position.is_not(None))
    pending = select(Registration.occurrence).where(Registration.event_id == event.id, waits)
    for key in session.scalars(pending.distinct().order_by(Registration.occurrence)).all():
        of = standing(session, event, key)
        hold(session, event, of)
        session.execute(
            update(Registration)
            .where(
                Registration.event_id == event.id,
                Registration.occurrence.is_not_distinct_from(key),
                Registration.state == "offered",
            )
            .values(offer_expires_at=func.least(Registration.offer_expires_at, of.starts_at))
        )
        pass_on(session, event, of)
