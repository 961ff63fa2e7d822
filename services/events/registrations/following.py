"""What becomes of registrations when their event changes: new places are offered, a cancellation ends them all."""

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.registrations.lines import hold
from services.events.registrations.models import Registration
from services.events.registrations.occurring import standing
from services.events.registrations.offers import pass_on
from services.events.registrations.states import LIVE


def follow(session: Session, event: Event) -> None:
    """Bring an event's registrations to what it is now. Whoever calls holds the event."""
    if event.state == "cancelled":
        _end(session, event)
    elif event.published_at is not None:
        _pass_on(session, event)


def _end(session: Session, event: Event) -> None:
    """All who had a place or waited are told by the event's own cancellation, and so not once more here."""
    session.execute(
        update(Registration)
        .where(Registration.event_id == event.id, Registration.state.in_(LIVE))
        .values(
            state="cancelled_by_host",
            ended_with_event=True,
            position=None,
            offer_expires_at=None,
            version=Registration.version + 1,
        )
    )


def _pass_on(session: Session, event: Event) -> None:
    pending = select(Registration.occurrence).where(
        Registration.event_id == event.id, Registration.state.in_(("waitlisted", "offered"))
    )
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
