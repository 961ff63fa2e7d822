"""What can be done with registrations: for now, to record those that the office has."""

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from services.events.policy import Viewer
from services.events.registrations.models import Registration
from services.events.registrations.schemas import RegistrationRecord
from shared.api.imports import ImportedOne
from shared.messages.participation import RegistrationRecorded
from shared.outbox import tell_all

LIVE = ("registered", "waitlisted", "offered", "pending_requirement")


def record(session: Session, viewer: Viewer, records: list[RegistrationRecord]) -> list[ImportedOne]:
    """Record registrations by their external ids: all of them, or none."""
    must_have_arrived(session, [named for at, each in enumerate(records) for named in _references(each, at)])
    items, written = take_all(session, Registration, records, _take)
    flush(session)
    note(session, viewer, "registration.import", written)
    tell_all(session, map(fact, written))
    return items


def fact(registration: Registration) -> RegistrationRecorded:
    """What others are told of a registration."""
    return RegistrationRecorded(
        version=registration.version,
        registration_id=registration.id,
        event_id=registration.event_id,
        person_id=registration.person_id,
        live=registration.state in LIVE,
    )


def _take(registration: Registration, given: RegistrationRecord, _: str) -> None:
    for name, value in given.model_dump().items():
        setattr(registration, name, value)


def _references(given: RegistrationRecord, place: int) -> list[Reference]:
    return [
        Reference("event", given.event_id, f"/records/{place}/event_id"),
        Reference("person", given.person_id, f"/records/{place}/person_id"),
    ]
