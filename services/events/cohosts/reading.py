"""Reading what partners are asked: each sees what concerns it, the host all of it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select, text, tuple_
from sqlalchemy.orm import Session

from services.events.calendar.models import Event
from services.events.calendar.wall import shown
from services.events.cohosts import moves
from services.events.cohosts.models import Cohost
from services.events.cohosts.schemas import Asked, AskedByLink
from services.events.copies.models import Partner
from services.events.links.models import Link
from services.events.policy import HOSTING, Viewer, is_inside, visible_to
from shared import clock
from shared.api.paging import Listing, cursor
from shared.errors import NotFound

Place = tuple[datetime, UUID, UUID]


def asked(session: Session, event: Event, cohost: Cohost) -> Asked:
    """What a partner is asked, by whom, and what it said."""
    of_the_event = ("title", "summary", "host_id", "time_zone", "venue", "attendance_mode")
    facts = {name: getattr(event, name) for name in of_the_event} | {
        name: getattr(cohost, name) for name in Asked.model_fields.keys() & Cohost.__table__.columns.keys()
    }
    return Asked.model_validate(
        facts
        | {
            "event_id": event.id,
            "event_state": event.state,
            "host_name": _name(session, event.host_id),
            "partner_name": _name(session, cohost.partner_id),
            "starts_at": shown(event.starts_local, event.starts_at),
            "ends_at": shown(event.ends_local, event.ends_at),
            "allowed": moves.allowed(event, cohost),
        }
    )


def asked_by(session: Session, event: Event, cohost: Cohost, link: Link) -> AskedByLink:
    """The same, and until when it can be answered by the link."""
    return AskedByLink(**asked(session, event, cohost).model_dump(), expires_at=link.expires_at)


def all_of(session: Session, viewer: Viewer, event_id: UUID) -> Listing[Asked]:
    """Whom an event's host asks: all of them inside, else what one's own partners are asked."""
    event = session.get(Event, event_id)
    mine = [each for each in event.cohosts if _concerns(viewer, event, each)] if event else []
    if event is None or not (mine or _is_visible(session, viewer, event_id)):
        raise NotFound()
    return Listing(items=[asked(session, event, each) for each in mine])


def waiting(session: Session, viewer: Viewer, after: Place | None, limit: int) -> Listing[Asked]:
    """What waits for an answer of the partners that the viewer acts for, by when it begins."""
    acting_for = [partner_id for partner_id, roles in viewer.roles.items() if roles & HOSTING]
    order = (Event.starts_at, Event.id, Cohost.partner_id)
    found = (
        select(Event, Cohost)
        .join(Cohost, Cohost.event_id == Event.id)
        .where(Cohost.partner_id.in_(acting_for), or_(Cohost.state == "invited", Cohost.reconfirm))
        .where(Event.state.in_(moves.TO_COME), or_(Event.starts_at > clock.now(), Event.state == "postponed"))
        .order_by(*order)
        .limit(limit + 1)
    )
    if after is not None:
        found = found.where(tuple_(*order) > after)
    rows = session.execute(found).all()
    page = rows[:limit]
    following = None
    if len(rows) > limit:
        event, cohost = page[-1]
        following = cursor(event.starts_at.isoformat(), event.id, cohost.partner_id)
    return Listing(items=[asked(session, event, cohost) for event, cohost in page], next=following)


def _concerns(viewer: Viewer, event: Event, cohost: Cohost) -> bool:
    return is_inside(viewer, event) or (cohost.partner_id in viewer.roles and cohost.state != "withdrawn")


def _is_visible(session: Session, viewer: Viewer, event_id: UUID) -> bool:
    sought = select(Event.id).where(Event.id == event_id, text(visible_to(viewer)))
    return session.scalar(sought, viewer.named) is not None


def _name(session: Session, partner_id: UUID) -> str:
    known = session.get(Partner, partner_id)
    return known.title if known else ""
