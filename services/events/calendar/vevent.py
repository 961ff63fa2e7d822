"""One event as iCalendar (RFC 5545, 7986), kept as a fragment that feeds join."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Conference

from services.events.calendar.models import Event
from shared.settings import settings

_STATUS = {
    "published": "CONFIRMED",
    "in_progress": "CONFIRMED",
    "ended": "CONFIRMED",
    "completed": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


def vevent(event: Event) -> str:
    """The event's VEVENT, with CRLF at each line's end; nothing for one that no public feed may show."""
    return fragment(event) if event.visibility == "public" else ""


def fragment(event: Event) -> str:
    """The same for whoever may see it; nothing before it is published."""
    if event.published_at is None or event.state not in _STATUS:
        return ""
    component = icalendar.Event.new(
        uid=event.uid,
        stamp=event.changed_at,
        last_modified=event.changed_at,
        sequence=event.sequence,
        summary=event.title,
        description=_description(event) or None,
        start=_time(event.starts_local, event.starts_at, event.time_zone),
        end=_time(event.ends_local, event.ends_at, event.time_zone),
        location=_location(event) or None,
        categories=event.topics,
        status=_STATUS[event.state],  # type: ignore[arg-type]
        url=f"{settings().url}/events/{event.id}",
        conferences=[Conference(event.online_url, feature="VIDEO")] if event.online_url else None,
    )
    return str(component.to_ical(), "utf-8")


def _time(local: datetime, at: datetime, zone: str) -> datetime:
    """The wall time in its zone; the second of two in a fold, which the wall cannot name, as an instant (3.3.5)."""
    on_the_wall = local.replace(tzinfo=ZoneInfo(zone))
    return on_the_wall if on_the_wall.astimezone(UTC) == at else at.astimezone(UTC)


def _location(event: Event) -> str:
    parts = ("name", "street", "locality", "region", "postal_code", "country")
    return ", ".join(event.venue[part] for part in parts if event.venue.get(part)) if event.venue else ""


def _description(event: Event) -> str:
    access = "\n".join(said for said in (event.accessibility_statement, event.accessibility_contact) if said)
    return "\n\n".join(said for said in (event.cancel_reason or event.postpone_reason, event.summary, access) if said)
