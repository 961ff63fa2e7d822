"""Requests by the link to one's registration: whoever holds it is the person who asks."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from services.events.accommodations.actions import Seen, request
from services.events.accommodations.models import Accommodation
from services.events.accommodations.moves import Part
from services.events.accommodations.schemas import Asked
from services.events.calendar.models import Event
from services.events.links import actions as links
from services.events.registrations.models import Registration
from shared.errors import NotFound

_HER: frozenset[Part] = frozenset({"person"})


def ask(session: Session, token: str, asked: Asked) -> Seen:
    """Ask, as whoever is registered."""
    registration = _registration(session, token)
    event = session.get_one(Event, registration.event_id)
    return request(session, event, asked, person_id=registration.person_id, registration_id=registration.id)


def gather(session: Session, token: str) -> list[Seen]:
    """What was asked by this link, in the order in which it was."""
    registration = _registration(session, token)
    event = session.get_one(Event, registration.event_id)
    own = select(Accommodation).where(Accommodation.registration_id == registration.id).order_by(Accommodation.id)
    return [Seen(asked, event, _HER) for asked in session.scalars(own)]


def find(session: Session, token: str, accommodation_id: UUID) -> Seen:
    """One of them, held until it is moved."""
    registration = _registration(session, token)
    own = select(Accommodation).where(
        Accommodation.id == accommodation_id, Accommodation.registration_id == registration.id
    )
    asked = session.scalar(own.with_for_update())
    if asked is None:
        raise NotFound()
    return Seen(asked, session.get_one(Event, asked.event_id), _HER)


def _registration(session: Session, token: str) -> Registration:
    link = links.follow(session, token, "registration")
    registration = session.get(Registration, link.subject_id)
    if registration is None:
        raise NotFound()
    return registration
