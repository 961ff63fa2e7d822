"""What can be done with requests: to make them, to see one's own or those that one arranges, to move them on."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, Select, and_, select, text
from sqlalchemy.orm import Session

from services.events.accommodations import content, moves, workdays
from services.events.accommodations.arranging import ARRANGED, named
from services.events.accommodations.models import Accommodation
from services.events.accommodations.schemas import AccommodationFilters, Asked, Said
from services.events.accommodations.telling import TOLD, tell_change
from services.events.audit import note
from services.events.base import new_id
from services.events.calendar.models import Event
from services.events.copies.models import Partner
from services.events.policy import Viewer, visible_to
from shared import clock
from shared.errors import Conflict, Invalid, NotFound

_OPEN = ("published", "postponed", "in_progress")
_MINE = "accommodations.person_id = :viewer"
# The office reads what it must judge, and nothing else.
_JUDGED = "(:office AND accommodations.state = 'not_possible')"
_PARTS: dict[moves.Part, str] = {"person": _MINE, "arranger": ARRANGED, "office": _JUDGED}


@dataclass(frozen=True)
class Seen:
    """A request, its event, and what whoever sees it is to it."""

    asked: Accommodation
    event: Event
    parts: frozenset[moves.Part]


def ask(session: Session, viewer: Viewer, event_id: UUID, asked: Asked) -> Seen:
    """Ask, of an event that one may see."""
    sought = select(Event).where(Event.id == event_id, text(visible_to(viewer)))
    event = session.scalar(sought, viewer.named)
    if event is None:
        raise NotFound()
    return request(session, event, asked, person_id=viewer.person_id)


def request(
    session: Session,
    event: Event,
    asked: Asked,
    *,
    person_id: UUID | None = None,
    registration_id: UUID | None = None,
) -> Seen:
    """Take a request in, and start its clock."""
    _must_be_open(event)
    host = session.get(Partner, event.host_id)
    zone, now = host.time_zone if host else event.time_zone, clock.now()
    made = Accommodation(
        id=new_id(),
        version=1,
        event_id=event.id,
        person_id=person_id,
        registration_id=registration_id,
        state="requested",
        content=content.sealed(content.Content(**asked.model_dump(exclude={"needed_by"}))),
        needed_by=asked.needed_by,
        requested_at=now,
        answer_by=workdays.after(now, workdays.ANSWERED_WITHIN, zone),
        warn_at=workdays.after(now, workdays.WARNED_AFTER, zone),
    )
    session.add(made)
    session.flush()
    tell_change(session, made, event, "requested")
    return Seen(made, event, frozenset({"person"}))


def find(session: Session, viewer: Viewer, accommodation_id: UUID, *, to_move: bool = False) -> Seen:
    """A request that is the viewer's own or hers to arrange, held until her move is done; any other is not there."""
    sought = _seen().where(Accommodation.id == accommodation_id)
    if to_move:
        sought = sought.with_for_update(of=Accommodation)
    found = session.execute(sought, _names(viewer)).one_or_none()
    if found is None:
        raise NotFound()
    return Seen(found[0], found[1], _parts(found))


def gather(session: Session, viewer: Viewer, filters: AccommodationFilters, after: tuple[UUID] | None) -> list[Seen]:
    """Requests that are the viewer's own or hers to arrange, in the order of asking; one more than the limit."""
    sought = _seen().order_by(Accommodation.id).limit(filters.limit + 1)
    if filters.part is not None:
        sought = sought.where(text(_PARTS[filters.part]))
    if filters.event is not None:
        sought = sought.where(Accommodation.event_id == filters.event)
    if filters.unsettled is not None:
        unsettled = Accommodation.state.in_(moves.UNSETTLED)
        sought = sought.where(unsettled if filters.unsettled else ~unsettled)
    if after is not None:
        sought = sought.where(Accommodation.id > after[0])
    return [Seen(row[0], row[1], _parts(row)) for row in session.execute(sought, _names(viewer))]


def carry_out(session: Session, viewer: Viewer, seen: Seen, move: moves.Move, said: Said) -> None:
    """Move a request on, and tell whoever waits for it."""
    asked = seen.asked
    asked.state = moves.after(asked.state, move, seen.parts)
    if move in moves.EXPLAINED and not said.answer.strip():
        raise Invalid("required", "Say what is offered instead, or why.", pointer="/answer")
    if said.answer:
        kept = content.read(asked.content).model_copy(update={"answer": said.answer})
        asked.content = content.sealed(kept)
    if move == "acknowledgement":
        asked.acknowledged_at, asked.warned_at = clock.now(), None
    if moves.BY[move] == "office":
        asked.reviewed_at = clock.now()
    asked.version += 1
    session.flush()
    if moves.BY[move] != "person":
        # That she asked is hers to tell: once her request is purged, nothing here may say so.
        note(session, viewer, f"accommodation.{move}", [asked])
    if move in TOLD:
        tell_change(session, asked, seen.event, TOLD[move])


def closes_at(event: Event) -> datetime:
    """Until when requests are taken."""
    days = timedelta(days=event.accessibility_requests_close_days or 0)
    wall = (event.starts_local - days).replace(tzinfo=ZoneInfo(event.time_zone))
    return min(wall.astimezone(UTC), event.starts_at)


def _must_be_open(event: Event) -> None:
    if event.state not in _OPEN:
        raise Conflict("not-open", "Requests are taken for events that are published.", state=event.state)
    closed_at = closes_at(event)
    if event.state != "postponed" and closed_at <= clock.now():
        raise Conflict(
            "requests-closed",
            "It is too late to ask here: write to the contact that the event names.",
            closed_at=closed_at.isoformat(),
            contact=event.accessibility_contact,
        )


def _seen() -> Select[*tuple[Any, ...]]:
    columns = [text(condition) for condition in _PARTS.values()]
    either = text(f"({' OR '.join(_PARTS.values())})")
    return (
        select(Accommodation, Event, *columns)
        .join(Event, Event.id == Accommodation.event_id)
        .where(and_(Accommodation.purged_at.is_(None), either))
    )


def _names(viewer: Viewer) -> dict[str, Any]:
    return {**named(viewer), "office": viewer.is_office}


def _parts(row: Row[Any]) -> frozenset[moves.Part]:
    return frozenset(part for place, part in enumerate(_PARTS, start=2) if row[place])
