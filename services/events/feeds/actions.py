"""The public calendar as iCalendar: stored fragments, joined behind one head and the zones that they name."""

from datetime import date, timedelta
from functools import lru_cache
from uuid import NAMESPACE_URL, UUID, uuid5

import icalendar
from sqlalchemy import ColumnElement, and_, func, literal_column, or_, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.events.calendar.filters import CANCELLED_SHOWN
from services.events.calendar.models import Event
from shared import clock
from shared.errors import NotFound
from shared.settings import settings

_PAST_SHOWN = timedelta(days=90)
_REFRESHED_EVERY = timedelta(hours=1)


def whole_calendar(session: Session) -> str:
    """Every public event that is to come, or was within the last months; cancelled ones for a while, as such."""
    now = clock.now()
    lately = or_(Event.state != "cancelled", Event.cancelled_at > now - CANCELLED_SHOWN)
    return _calendar(*_fragments(session, and_(Event.ends_at > now - _PAST_SHOWN, lately)))


def one_event(session: Session, event_id: UUID) -> str:
    """A calendar of one public event."""
    fragments, zones = _fragments(session, Event.id == event_id)
    if not fragments:
        raise NotFound()
    return _calendar(fragments, zones)


def _fragments(session: Session, wanted: ColumnElement[bool]) -> tuple[str, list[str]]:
    in_order = (Event.starts_at, Event.id)
    joined = func.string_agg(Event.ics, aggregate_order_by(literal_column("''"), *in_order))
    found = session.execute(
        select(joined, func.array_agg(Event.time_zone.distinct())).where(wanted, Event.ics != "")
    ).one()
    return found[0] or "", found[1] or []


def _calendar(fragments: str, zones: list[str]) -> str:
    head, end = _frame()
    return head + "".join(_zone(zone, clock.now().year) for zone in zones) + fragments + end


@lru_cache
def _frame() -> tuple[str, str]:
    source = f"{settings().url}/calendar.ics"
    calendar = icalendar.Calendar.new(
        prodid=f"-//{settings().consortium}//Calendar//EN",
        uid=uuid5(NAMESPACE_URL, source),
        name=settings().consortium,
        url=settings().url,
        source=source,
    )
    # RFC 7986, section 5.7, has no default: without its kind the value is not read.
    calendar.add("refresh-interval", _REFRESHED_EVERY, {"value": "DURATION"})
    end = "END:VCALENDAR\r\n"
    return str(calendar.to_ical(), "utf-8").removesuffix(end), end


@lru_cache(maxsize=1024)
def _zone(name: str, year: int) -> str:
    """The zone's VTIMEZONE for the years around this one."""
    zone = icalendar.Timezone.from_tzid(name, first_date=date(year - 2, 1, 1), last_date=date(year + 10, 1, 1))
    return str(zone.to_ical(), "utf-8")
