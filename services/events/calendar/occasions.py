"""What every email about an event says of it."""

from services.events.calendar.models import Event
from shared.messages.participation import Occasion


def occasion(event: Event) -> Occasion:
    """Which event it is, whose, when and where."""
    return Occasion(
        event_id=event.id,
        uid=event.uid,
        sequence=event.sequence,
        title=event.title,
        host_id=event.host_id,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        time_zone=event.time_zone,
        place=_place(event),
        contact=event.accessibility_contact or "",
    )


def _place(event: Event) -> str:
    if event.venue is None or event.attendance_mode == "online":
        return ""
    return ", ".join(said for said in (event.venue["name"], event.venue.get("locality")) if said)
