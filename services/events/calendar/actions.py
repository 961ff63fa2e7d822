"""What can be done with events. Each change says what others are to be told, so that it can be asked beforehand."""

from collections.abc import Iterator
from typing import Any, TypeVar
from urllib.parse import urlsplit
from uuid import UUID, uuid4

from sqlalchemy import inspect, select, text
from sqlalchemy.orm import Session

from services.events.audit import note
from services.events.base import new_id
from services.events.calendar import documents, filling, keeping, lifecycle, moves, timing
from services.events.calendar.changes import (
    Cancellation,
    Postponement,
    Publication,
    Review,
    Said,
    Submission,
    Withdrawal,
)
from services.events.calendar.models import Event
from services.events.calendar.schemas import EventGiven, EventPatch, NewEvent
from services.events.cohosts import edits as cohosts
from services.events.coordination import conflicts
from services.events.copies.references import Reference, must_be_known
from services.events.occurrences import happening, one
from services.events.occurrences.changing import WORDS
from services.events.occurrences.schemas import OccurrenceChange
from services.events.policy import Viewer, is_inside, may_host, visible_to
from services.events.registrations import following as registrations
from shared.direct import row_of
from shared.errors import Invalid, NotAllowed, NotFound
from shared.messages import Message
from shared.messages.events import EventCancelled, EventChanged, EventFact, EventPublished, EventRecorded
from shared.outbox import tell_all
from shared.settings import settings

F = TypeVar("F", bound=EventFact)

# What a calendar must be told by a new sequence (RFC 5546, section 2.1.4).
_SEQUENCED = ("series", "sessions", "starts_at", "ends_at", "time_zone", "venue", "online_url", "attendance_mode")
_HOST = "SELECT id, time_zone, accessibility_statement, accessibility_contact FROM partners WHERE id = :id"
_KEPT_AS_TOLD = EventFact.model_fields.keys() & Event.__table__.columns.keys()


def draft(session: Session, viewer: Viewer, given: NewEvent) -> Event:
    """An event that only its host knows of."""
    host = _host(session, viewer, given.host_id)
    must_be_known(session, references(given))
    event = Event(
        id=new_id(),
        uid=new_uid(),
        state="draft",
        sequence=0,
        version=1,
        cohosts=[],
        accessibility_statement=host.accessibility_statement,
        accessibility_contact=host.accessibility_contact,
        accessibility_step_free=False,
        accessibility_captioning=False,
    )
    filling.fill(event, given, all_of_it=True)
    timing.draft(event, given, given.time_zone or host.time_zone)
    if "attendance_mode" in given.model_fields_set:
        filling.must_be_reachable(event)
    filling.must_name_its_group(event)
    documents.write(event)
    keeping.keep(session, event)
    note(session, viewer, "event.draft", [event])
    return event


def find_own(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    """An event that the viewer may change, held until her change is done."""
    event = _find(session, viewer, event_id)
    may_host(viewer, event.host_id)
    return event


def find_for(session: Session, viewer: Viewer, event_id: UUID, change: Said) -> Event:
    """An event that the viewer may change so; whether she was asked to review it is seen when she answers."""
    if not isinstance(change, Review):
        return find_own(session, viewer, event_id)
    event = _find(session, viewer, event_id)
    if not is_inside(viewer, event):
        raise NotAllowed("not-allowed", "Only those who were asked to review this may answer.")
    return event


def carry_out(session: Session, viewer: Viewer, event: Event, change: Said, *, quietly: bool = False) -> None:
    """Change an event, and tell it; quietly, neighbors get copies, and nobody is written to."""
    was_published = event.published_at is not None
    told = _changed(session, viewer, event, change)
    if event.published_at and not was_published:
        conflicts.must_say_why(session, viewer, event)
    tell_all(session, [fact(event, EventRecorded)] if told and quietly else told)
    registrations.follow(session, event)
    note(session, viewer, f"event.{type(change).__name__.lower()}", [event], getattr(change, "reason", ""))


def preview(session: Session, viewer: Viewer, event: Event, change: Said) -> list[Message]:
    """What a change would tell: the change is made, and undone."""
    tried = session.begin_nested()
    try:
        return _changed(session, viewer, event, change)
    finally:
        tried.rollback()


def fact(event: Event, kind: type[F]) -> F:
    """The whole event as a message of this kind."""
    facts = {name: getattr(event, name) for name in _KEPT_AS_TOLD}
    cohosts = [{name: getattr(each, name) for name in ("partner_id", "role", "state")} for each in event.cohosts]
    terms = {name: event.registration[name] for name in event.registration.keys() & {"reminders"}}
    return kind.model_validate({**facts, **terms, **happening.told(event), "event_id": event.id, "cohosts": cohosts})


def references(given: EventGiven, before: str = "") -> Iterator[Reference]:
    """What an event names by id, and where."""
    for kind in ("initiative", "program", "group"):
        named = getattr(given, f"{kind}_id")
        if named is not None:
            yield Reference(kind, named, f"{before}/{kind}_id")
    for kind, several in (("community", "community_ids"), ("person", "invited_person_ids")):
        for place, named in enumerate(getattr(given, several)):
            yield Reference(kind, named, f"{before}/{several}/{place}")


def new_uid() -> str:
    """An identifier that calendars keep an event by, for ever."""
    return f"{uuid4()}@{urlsplit(settings().url).hostname}"


def _find(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    sought = select(Event).where(Event.id == event_id, text(visible_to(viewer))).with_for_update(of=Event)
    event = session.scalar(sought, viewer.named)
    if event is None:
        raise NotFound()
    return event


def _changed(session: Session, viewer: Viewer, event: Event, change: Said) -> list[Message]:
    was_published, beside = event.published_at is not None, list[Message]()
    event.over_conflicts = getattr(change, "over_conflicts", "") or event.over_conflicts
    # What differs is seen as long as it is not written.
    with session.no_autoflush:
        match change:
            case Submission():
                beside = lifecycle.submit(session, viewer, event, change)
            case Withdrawal():
                lifecycle.withdraw(session, event)
            case Review():
                beside = lifecycle.review(session, viewer, event, change)
            case Publication():
                lifecycle.publish(session, event)
            case Postponement():
                lifecycle.postpone(event, change.reason)
            case Cancellation():
                lifecycle.cancel(session, event, change.reason)
            case EventPatch():
                _edit(session, viewer, event, change)
            case OccurrenceChange():
                one.change(event, change)
    if not session.is_modified(event):
        return []
    event.version += 1
    documents.write(event)
    session.flush()
    return [*_news(event, was_published=was_published), *beside]


def _news(event: Event, *, was_published: bool) -> list[Message]:
    if event.published_at is None:
        return []
    if event.state == "cancelled":
        return [fact(event, EventCancelled)]
    return [fact(event, EventChanged if was_published else EventPublished)]


def _edit(session: Session, viewer: Viewer, event: Event, patch: EventPatch) -> None:
    sent, host_id, began_at = patch.model_fields_set, event.host_id, event.starts_at
    event.state = moves.after(event.state, "change")
    if "host_id" in sent and not cohosts.may_take_over(event, patch.host_id):
        _host(session, viewer, patch.host_id)
    must_be_known(session, references(patch))
    words = {name: getattr(event, name) for name in WORDS}
    filling.fill(event, patch, all_of_it=False)
    timing.edit(event, patch, {name: was for name, was in words.items() if was != getattr(event, name)})
    if sent & {"attendance_mode", "venue", "online_url"}:
        filling.must_be_reachable(event)
    filling.must_name_its_group(event)
    filling.remember_move(event, began_at)
    if event.published_at and _differs(event, *_SEQUENCED):
        event.sequence += 1
    if session.is_modified(event):
        moved, given_away = _differs(event, "starts_at", "ends_at", "time_zone"), event.host_id != host_id
        lifecycle.follow_edit(session, event, moved=moved, given_away=given_away)
        cohosts.follow_edit(
            session, event, viewer.person_id, given_away=given_away, moved=_differs(event, *_SEQUENCED)
        )


def _differs(event: Event, *names: str) -> bool:
    return any(inspect(event).attrs[name].history.has_changes() for name in names)


def _host(session: Session, viewer: Viewer, partner_id: UUID) -> Any:
    host = row_of(session, _HOST, {"id": partner_id})
    if host is None:
        raise Invalid("unknown-reference", "There is no such partner.", pointer="/host_id")
    may_host(viewer, host.id)
    return host
