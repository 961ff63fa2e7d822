"""The public calendar and its parts as iCalendar: stored fragments, joined."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.events.calendar.filters import CANCELLED_SHOWN
from services.events.calendar.models import Event
from services.events.cohosts.models import Cohost
from services.events.copies.models import Community, Initiative, Partner
from services.events.feeds.frames import calendar
from shared import clock
from shared.errors import NotFound

_PAST_SHOWN = timedelta(days=90)


def whole_calendar(session: Session) -> str:
    """Every public event that is to come, or was within the last months; cancelled ones for a while, as such."""
    return calendar(*_fragments(session, shown_still()))


def of_partner(session: Session, slug: str) -> str:
    """What a partner hosts, or carries with others."""
    partner = _named(session, Partner, slug)
    carried = select(Cohost.event_id).where(Cohost.partner_id == partner.id, Cohost.state == "accepted")
    return _part(session, or_(Event.host_id == partner.id, Event.id.in_(carried)), partner.title, f"partners/{slug}")


def of_initiative(session: Session, slug: str) -> str:
    """What belongs to an initiative."""
    initiative = _named(session, Initiative, slug)
    return _part(session, Event.initiative_id == initiative.id, initiative.title, f"initiatives/{slug}")


def of_community(session: Session, slug: str) -> str:
    """What is for a community."""
    community = _named(session, Community, slug)
    return _part(session, Event.community_ids.contains([community.id]), community.title, f"communities/{slug}")


def one_event(session: Session, event_id: UUID) -> str:
    """A calendar of one public event."""
    fragments, zones = _fragments(session, Event.id == event_id)
    if not fragments:
        raise NotFound()
    return calendar(fragments, zones)


def shown_still() -> ColumnElement[bool]:
    """That an event is to come, or was lately; one that was cancelled is shown as such for a while."""
    now = clock.now()
    lately = or_(Event.state != "cancelled", Event.cancelled_at > now - CANCELLED_SHOWN)
    return and_(or_(Event.over_at.is_(None), Event.over_at > now - _PAST_SHOWN), lately)


def _part(session: Session, wanted: ColumnElement[bool], title: str, place: str) -> str:
    return calendar(*_fragments(session, and_(wanted, shown_still())), title, f"/{place}/calendar.ics")


def _named(session: Session, kind: type[Any], slug: str) -> Any:
    found = session.scalars(select(kind).where(kind.slug == slug)).first()
    if found is None:
        raise NotFound()
    return found


def _fragments(session: Session, wanted: ColumnElement[bool]) -> tuple[str, list[str]]:
    in_order = (Event.starts_at, Event.id)
    joined = func.string_agg(Event.ics, aggregate_order_by(literal_column("''"), *in_order))
    found = session.execute(
        select(joined, func.array_agg(Event.time_zone.distinct())).where(wanted, Event.ics != "")
    ).one()
    return found[0] or "", found[1] or []
