"""Recording registrations as the office has them: guards do not hold, and nobody is written to."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar.models import Event
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from services.events.policy import Viewer
from services.events.registrations.models import Registration
from services.events.registrations.occurring import key_of
from services.events.registrations.records import RegistrationRecord
from services.events.registrations.telling import fact
from shared.api.fields import normalized
from shared.api.imports import ImportedOne
from shared.outbox import tell_all


def record(session: Session, viewer: Viewer, records: list[RegistrationRecord]) -> list[ImportedOne]:
    """Record registrations by their external ids: all of them, or none."""
    must_have_arrived(session, [named for at, each in enumerate(records) for named in _references(each, at)])
    for each in records:
        each.occurrence = key_of(session, session.get_one(Event, each.event_id), each.occurrence)
    items, written = take_all(session, Registration, records, _take)
    flush(session)
    note(session, viewer, "registration.import", written)
    tell_all(session, map(fact, written))
    return items


def _take(registration: Registration, given: RegistrationRecord, _: str) -> None:
    is_new = registration.version == 0
    unsaid = set() if is_new else {"registered_on"} - given.model_fields_set
    for name, value in given.model_dump(exclude={"email", *unsaid}).items():
        setattr(registration, name, value)
    registration.email = given.email or ""
    registration.address = normalized(given.email) if given.email else None
    if is_new:
        registration.note, registration.ended_with_event = "", False


def _references(given: RegistrationRecord, place: int) -> Iterator[Reference]:
    yield Reference("event", given.event_id, f"/records/{place}/event_id")
    if given.person_id is not None:
        yield Reference("person", given.person_id, f"/records/{place}/person_id")
