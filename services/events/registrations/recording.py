"""Recording registrations as the office has them: guards do not hold, and nobody is written to."""

from collections.abc import Iterator
from functools import partial
from uuid import UUID

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar.models import Event
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from services.events.policy import Viewer
from services.events.registrations.models import DayPlace, Registration
from services.events.registrations.occurring import key_of
from services.events.registrations.records import DayRecord, RegistrationRecord
from services.events.registrations.telling import fact
from shared.api.fields import normalized
from shared.api.imports import ImportedOne
from shared.errors import Flaw, Invalid
from shared.outbox import tell_all


def record(session: Session, viewer: Viewer, records: list[RegistrationRecord]) -> list[ImportedOne]:
    """Record registrations by their external ids: all of them, or none."""
    must_have_arrived(session, [named for at, each in enumerate(records) for named in _references(each, at)])
    for each in records:
        each.occurrence = key_of(session, session.get_one(Event, each.event_id), each.occurrence)
    events = {each.event_id: session.get_one(Event, each.event_id) for each in records}
    items, written = take_all(session, Registration, records, partial(_take, events))
    flush(session)
    note(session, viewer, "registration.import", written)
    tell_all(session, map(fact, written))
    return items


def _take(events: dict[UUID, Event], registration: Registration, given: RegistrationRecord, pointer: str) -> None:
    is_new = registration.version == 0
    unsaid = set() if is_new else {"registered_on"} - given.model_fields_set
    for name, value in given.model_dump(exclude={"email", "days", *unsaid}).items():
        setattr(registration, name, value)
    registration.email = given.email or ""
    registration.address = normalized(given.email) if given.email else None
    if is_new:
        registration.note, registration.ended_with_event = "", False
    days = list(_days(events[given.event_id], given, pointer))
    if days != [(day.session_id, day.position, day.group) for day in registration.days]:
        registration.days = [
            DayPlace(session_id=session_id, position=position, group=group) for session_id, position, group in days
        ]


def _days(event: Event, given: RegistrationRecord, pointer: str) -> Iterator[tuple[UUID, int | None, str | None]]:
    """Each session with the place in its queue and the group, in the order in which they are kept."""
    known = {session["external_id"] or session["id"]: UUID(session["id"]) for session in event.sessions}
    said = [DayRecord(session=name) for name in known] if given.days is None else given.days
    unknown = [place for place, day in enumerate(said) if day.session not in known]
    if unknown:
        flaws = (Flaw(f"{pointer}/days/{at}/session", "unknown-reference", "No such session.") for at in unknown)
        raise Invalid("unknown-reference", "The event has no such session.", *flaws)
    for day in sorted(said, key=lambda day: known[day.session]):
        waits = day.state == "waitlisted" and given.state != "waitlisted"
        yield known[day.session], (day.position or 1) if waits else None, day.group


def _references(given: RegistrationRecord, place: int) -> Iterator[Reference]:
    yield Reference("event", given.event_id, f"/records/{place}/event_id")
    if given.person_id is not None:
        yield Reference("person", given.person_id, f"/records/{place}/person_id")
