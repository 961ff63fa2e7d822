"""One time of an event as a component of iCalendar (RFC 5545, 7986)."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
from icalendar import Conference

from services.events.calendar.models import Event
from shared.settings import settings

STATUS = {
    "published": "CONFIRMED",
    "in_progress": "CONFIRMED",
    "ended": "CONFIRMED",
    "completed": "CONFIRMED",
    "postponed": "TENTATIVE",
    "cancelled": "CANCELLED",
}


@dataclass(frozen=True)
class Called:
    """What a time of an event is called, and where it is."""

    title: str
    venue: dict[str, Any] | None
    online_url: str | None
    reason: str | None = None


def component(
    event: Event, uid: str, start: datetime, end: datetime, called: Called, *, cancelled: bool = False
) -> icalendar.Event:
    """The component for these times and words; all else is the event's."""
    return icalendar.Event.new(
        uid=uid,
        stamp=event.changed_at,
        last_modified=event.changed_at,
        sequence=event.sequence,
        summary=called.title,
        description=_description(event, called) or None,
        start=start,
        end=end,
        location=_location(called.venue) or None,
        categories=event.topics,
        status="CANCELLED" if cancelled else STATUS[event.state],  # type: ignore[arg-type]
        url=f"{settings().url}/events/{event.id}",
        conferences=[Conference(called.online_url, feature="VIDEO")] if called.online_url else None,
    )


def on_the_wall(local: datetime, at: datetime, zone: str) -> datetime:
    """The wall time in its zone; the second of two in a fold, which the wall cannot name, as an instant (3.3.5)."""
    wall = local.replace(tzinfo=ZoneInfo(zone))
    return wall if wall.astimezone(UTC) == at else at.astimezone(UTC)


def _location(venue: dict[str, Any] | None) -> str:
    parts = ("name", "street", "locality", "region", "postal_code", "country")
    return ", ".join(venue[part] for part in parts if venue.get(part)) if venue else ""


def _description(event: Event, called: Called) -> str:
    access = "\n".join(said for said in (event.accessibility_statement, event.accessibility_contact) if said)
    why = event.cancel_reason or event.postpone_reason or called.reason
    return "\n\n".join(said for said in (why, event.summary, access) if said)
