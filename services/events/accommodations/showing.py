"""A request as it is shown: unsealed, and only to whom it is open."""

from sqlalchemy.orm import Session

from services.events.accommodations import content, moves
from services.events.accommodations.actions import Seen
from services.events.accommodations.models import Accommodation
from services.events.accommodations.schemas import AccommodationShown
from services.events.accommodations.telling import answer_by, is_late
from services.events.copies.models import Person
from services.events.registrations.models import Registration


def shown(session: Session, seen: Seen) -> AccommodationShown:
    """A request, with what its reader may do."""
    asked, said = seen.asked, content.read(seen.asked.content)
    kept = {name: getattr(asked, name) for name in AccommodationShown.model_fields.keys() & asked.__table__.c.keys()}
    return AccommodationShown.model_validate(
        {
            **kept,
            **said.model_dump(),
            "event_title": seen.event.title,
            "starts_at": seen.event.starts_at,
            "time_zone": seen.event.time_zone,
            "name": _name(session, asked),
            "answer_by": answer_by(asked, seen.event),
            "is_late": is_late(asked, seen.event),
            "moves": moves.allowed(asked.state, seen.parts),
        }
    )


def _name(session: Session, asked: Accommodation) -> str:
    if asked.person_id is not None:
        person = session.get(Person, asked.person_id)
        return person.full_name if person else ""
    registration = session.get(Registration, asked.registration_id) if asked.registration_id else None
    return registration.full_name if registration else ""
