"""Recording events as the office has them: guards do not hold, neighbors get copies, and nobody is written to."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.calendar import documents, filling, timing
from services.events.calendar.actions import fact, new_uid, references
from services.events.calendar.models import Event
from services.events.calendar.moves import BEGUN, UNPUBLISHED
from services.events.calendar.records import EventRecord
from services.events.cohosts.models import Cohost
from services.events.copies.references import Reference, must_have_arrived
from services.events.imported import flush, take_all
from services.events.policy import Viewer
from services.events.reviews import actions as reviews
from shared import clock
from shared.api.imports import ImportedOne
from shared.messages.events import EventRecorded
from shared.outbox import tell_all

_OF_A_COHOST = ("partner_id", "role", "state", "share", "place")


def record(session: Session, viewer: Viewer, records: list[EventRecord]) -> list[ImportedOne]:
    """Record events by their external ids: all of them, or none."""
    must_have_arrived(session, [named for at, each in enumerate(records) for named in _named(each, f"/records/{at}")])
    items, written = take_all(session, Event, records, _take)
    with session.no_autoflush:
        for event in written:
            documents.write(event)
    flush(session)
    for event in written:
        reviews.follow(session, event)
    note(session, viewer, "event.import", written)
    tell_all(session, [fact(event, EventRecorded) for event in written if event.published_at])
    return items


def _take(event: Event, given: EventRecord, pointer: str) -> None:
    event.accessibility_statement = event.accessibility_statement or ""
    event.accessibility_contact = event.accessibility_contact or ""
    event.accessibility_step_free = event.accessibility_step_free or False
    event.accessibility_captioning = event.accessibility_captioning or False
    filling.fill(event, given, all_of_it=True)
    event.uid = given.uid or event.uid or new_uid()
    event.sequence, event.cancel_reason = given.sequence, given.cancel_reason
    timing.record(event, given, pointer)
    # An office's file says "published" of what has begun since it was written.
    if not (given.state == "published" and event.state in BEGUN and event.starts_at <= clock.now()):
        event.state = given.state
    cohosts = [{**each.model_dump(), "place": place} for place, each in enumerate(given.cohosts)]
    if cohosts != [{name: getattr(each, name) for name in _OF_A_COHOST} for each in event.cohosts]:
        event.cohosts = [Cohost(**each) for each in cohosts]
    if event.state not in UNPUBLISHED and event.published_at is None:
        event.published_at = clock.now()
    if event.state == "cancelled" and event.cancelled_at is None:
        event.cancelled_at = clock.now()


def _named(given: EventRecord, pointer: str) -> Iterator[Reference]:
    yield Reference("partner", given.host_id, f"{pointer}/host_id")
    for place, each in enumerate(given.cohosts):
        yield Reference("partner", each.partner_id, f"{pointer}/cohosts/{place}/partner_id")
    yield from references(given, pointer)
