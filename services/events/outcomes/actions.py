"""What can be done with outcomes: to give the numbers of an event, which completes it, and to correct them."""

from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from services.events.audit import note, note_by_link
from services.events.base import new_id
from services.events.calendar.models import Event
from services.events.calendar.passing import complete
from services.events.links import actions as links
from services.events.links.models import Link
from services.events.outcomes.models import Asking, Outcome
from services.events.outcomes.schemas import NUMBERS, Numbers
from services.events.policy import Viewer, may_host, visible_to
from services.events.programs.models import Program
from shared import clock
from shared.errors import Conflict, Invalid, NotAllowed, NotFound, Stale

SAID = ("none_recorded", *NUMBERS, "notes", "reflection")


def find(session: Session, viewer: Viewer, event_id: UUID) -> Event:
    """An event whose outcome is the viewer's to read: her partner hosts it, or carries it with its host."""
    event = _seen(session, viewer, event_id)
    carrying = {event.host_id, *(each.partner_id for each in event.cohosts if each.state == "accepted")}
    if not viewer.is_office and not carrying & viewer.roles.keys():
        raise NotAllowed("not-allowed", "Only those who carry an event read its numbers.")
    return event


def give(session: Session, viewer: Viewer, event_id: UUID, numbers: Numbers, expected: int | None) -> Event:
    """Give the numbers of an event that one hosts, or correct them."""
    event = _seen(session, viewer, event_id, to_change=True)
    may_host(viewer, event.host_id)
    known = outcome_of(session, event)
    current = known.version if known else 0
    if expected not in {None, current}:
        raise Stale(current)
    _keep(session, event, known, numbers, viewer.person_id)
    note(session, viewer, "event.outcome", [event])
    return event


def give_by_link(session: Session, link: Link, numbers: Numbers) -> Event:
    """Give the numbers of an event by a link, once: corrections are for those who host it."""
    event = linked(session, link, to_change=True)
    if outcome_of(session, event) is not None:
        raise Conflict("numbers-given", "Somebody gave the numbers already; the host can correct them.")
    _keep(session, event, None, numbers, None)
    links.use(link)
    note_by_link(session, link, "event.outcome", [event])
    return event


def linked(session: Session, link: Link, *, to_change: bool = False) -> Event:
    """The event whose numbers a link is for."""
    sought = select(Event).where(Event.id == link.subject_id)
    return session.scalars(sought.with_for_update(of=Event) if to_change else sought).one()


def outcome_of(session: Session, event: Event) -> Outcome | None:
    """What came of the event, if anybody has said."""
    return session.scalar(select(Outcome).where(Outcome.event_id == event.id))


def asks_reflection(session: Session, event: Event) -> bool:
    """Whether the event's program wants to know what was learned."""
    program = session.get(Program, event.program_id) if event.program_id else None
    return program is not None and program.asks_reflection


def name_site_contact(session: Session, viewer: Viewer, event_id: UUID, email: str) -> None:
    """Let somebody at the event's place be asked, too, whenever the numbers are asked for."""
    event = _seen(session, viewer, event_id, to_change=True)
    may_host(viewer, event.host_id)
    asking = session.get(Asking, event.id)
    if asking is None:
        asking = Asking(event_id=event.id, times=0, next_at=clock.now())
        session.add(asking)
    asking.site_email = email
    note(session, viewer, "event.site_contact", [event])


def _keep(session: Session, event: Event, known: Outcome | None, numbers: Numbers, by: UUID | None) -> None:
    if event.state != "completed":
        complete(session, event)
    if asks_reflection(session, event) and not numbers.none_recorded and not numbers.reflection.strip():
        raise Invalid("required", "The program asks what was learned.", pointer="/reflection")
    if known is None:
        known = Outcome(id=new_id(), event_id=event.id, version=0, earlier=[])
        session.add(known)
    else:
        known.earlier = [*known.earlier, _before(known)]
    for name in SAID:
        setattr(known, name, getattr(numbers, name))
    known.given_by, known.given_at = by, clock.now()
    known.version += 1
    session.flush()


def _before(outcome: Outcome) -> dict[str, Any]:
    return {
        **{name: getattr(outcome, name) for name in SAID},
        "version": outcome.version,
        "given_by": str(outcome.given_by) if outcome.given_by else None,
        "given_at": outcome.given_at.isoformat(),
    }


def _seen(session: Session, viewer: Viewer, event_id: UUID, *, to_change: bool = False) -> Event:
    sought = select(Event).where(Event.id == event_id, text(visible_to(viewer)))
    event = session.scalar(sought.with_for_update(of=Event) if to_change else sought, viewer.named)
    if event is None:
        raise NotFound()
    return event
