"""Passing places on: what comes free is offered in order of arrival, until the event begins and no longer."""

from datetime import timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.registrations.day_offers import Passing
from services.events.registrations.lines import Line, hold, lines, waiting
from services.events.registrations.models import Registration
from services.events.registrations.occurring import Occurring, standing
from services.events.registrations.opening import OPEN, terms
from services.events.registrations.states import after
from services.events.registrations.telling import tell_change
from shared import clock

_DOORS_TOGETHER = 100


def pass_on(session: Session, event: Event, of: Occurring) -> None:
    """Offer what is free to those who wait. Whoever calls holds the door."""
    if of.state not in OPEN:
        return
    if event.sessions:
        Passing(session, event, of).pass_on()
        return
    if of.starts_at <= clock.now():
        return
    for line in lines(session, event, of):
        if line.waiting and line.left != 0:
            _offer(session, event, of, line)


def lapse_and_pass_on(session: Session) -> None:
    """End the offers whose time is over, and offer their places to the next; by the clock."""
    over = (Registration.state == "offered") & (Registration.offer_expires_at <= clock.now())
    doors = select(Registration.event_id, Registration.occurrence).where(over).distinct().limit(_DOORS_TOGETHER)
    for event_id, key in sorted(session.execute(doors).all(), key=str):
        event = session.scalar(select(Event).where(Event.id == event_id).with_for_update(read=True, of=Event))
        assert event is not None
        of = standing(session, event, key)
        hold(session, event, of)
        at_this_door = (Registration.event_id == event_id) & Registration.occurrence.is_not_distinct_from(key)
        for registration in session.scalars(select(Registration).where(over, at_this_door)).all():
            lapse(session, event, registration)
        pass_on(session, event, of)


def lapse(session: Session, event: Event, registration: Registration) -> None:
    """End an offer that was not accepted in time."""
    registration.state = after(registration.state, "lapse")
    registration.offer_expires_at = None
    registration.version += 1
    session.flush()
    tell_change(session, event, registration, "lapsed")


def _offer(session: Session, event: Event, of: Occurring, line: Line) -> None:
    left = line.left
    until = min(clock.now() + timedelta(hours=terms(event).offer_hours), of.starts_at)
    for registration in waiting(session, event, of, line.role):
        if left is not None:
            if registration.party_size > left:
                continue
            left -= registration.party_size
        registration.state, registration.position, registration.offer_expires_at = "offered", None, until
        registration.version += 1
        session.flush()
        tell_change(session, event, registration, "offered")
        if left == 0:
            return
