"""Recording requests as the office has them; what was purged stays so."""

from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from services.events.accommodations import content, workdays
from services.events.accommodations.models import Accommodation
from services.events.accommodations.schemas import AccommodationRecord
from services.events.calendar.models import Event
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from shared.api.imports import ImportedOne

# A day alone is imported: whoever asked is taken to have done so as offices open.
_OPENS = time(9)


def record(session: Session, records: list[AccommodationRecord]) -> list[ImportedOne]:
    """Record requests by their external ids: all of them, or none. Nobody is told."""
    must_have_arrived(session, [named for at, each in enumerate(records) for named in _references(each, at)])
    items, _ = take_all(session, Accommodation, records, lambda *taken: _take(session, *taken))
    flush(session)
    return items


def _take(session: Session, asked: Accommodation, given: AccommodationRecord, _: str) -> None:
    if asked.purged_at is not None:
        return
    zone = session.get_one(Event, given.event_id).time_zone
    asked.event_id, asked.person_id = given.event_id, given.person_id
    asked.state, asked.needed_by = given.state, given.needed_by
    said = content.read(asked.content)
    now_said = said.model_copy(update={"kinds": tuple(given.kinds), "details": given.details})
    # Sealed anew it would be another word for the same, and loading twice would change something.
    if asked.content is None or now_said != said:
        asked.content = content.sealed(now_said)
    asked.requested_at = datetime.combine(given.requested_on, _OPENS, ZoneInfo(zone)).astimezone(UTC)
    asked.answer_by = workdays.after(asked.requested_at, workdays.ANSWERED_WITHIN, zone)
    asked.warn_at = workdays.after(asked.requested_at, workdays.WARNED_AFTER, zone)


def _references(given: AccommodationRecord, place: int) -> list[Reference]:
    return [
        Reference("event", given.event_id, f"/records/{place}/event_id"),
        Reference("person", given.person_id, f"/records/{place}/person_id"),
    ]
