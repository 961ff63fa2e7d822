"""One event, for people, and for programs that read schema.org."""

import json
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from services.portal.facts import is_free
from services.portal.rendering import page
from services.portal.visitor import Anybody, Visitor
from shared.settings import settings

router = APIRouter()

Event = dict[str, Any]

_STATUSES = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
_MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}


@router.get("/events/{event_id:uuid}")
def show_event(visitor: Anybody, event_id: UUID) -> Response:
    """Everything that one may know of an event; for those who may change it, what they can do."""
    event = visitor.api.get(f"/events/{event_id}")
    return page(
        visitor,
        "event.html",
        event=event,
        may_edit=may_edit(visitor, event),
        may_see_emails=may_see_emails(visitor, event),
        linked_data=_as_script(linked_data(event, visitor)) if event["visibility"] == "public" else "",
    )


def may_edit(visitor: Visitor, event: Event) -> bool:
    """Whether to show what changes an event; the API decides anew when it is used."""
    return visitor.is_office or visitor.holds(event["host_id"], "admin", "coordinator")


def may_see_emails(visitor: Visitor, event: Event) -> bool:
    """Whether to show the way to the email history."""
    return visitor.is_office or visitor.holds(event["host_id"], "admin", "coordinator", "reviewer", "viewer")


def linked_data(event: Event, visitor: Visitor) -> dict[str, Any]:
    """An event as schema.org has it (https://schema.org/Event)."""
    directory = visitor.directory
    hosts = [event["host_id"], *(one["partner_id"] for one in event["cohosts"] if one["state"] == "accepted")]
    address = f"{settings().url}/events/{event['id']}"
    return {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": address,
        "url": address,
        "name": event["title"],
        "description": event["summary"],
        "startDate": event["starts_at"],
        "endDate": event["ends_at"],
        "eventStatus": f"https://schema.org/{_STATUSES.get(event['state'], 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{_MODES[event['attendance_mode']]}",
        "location": _locations(event),
        "organizer": [
            {"@type": "Organization", "name": name} for host in hosts if (name := directory.partner(host)["name"])
        ],
        "inLanguage": event["languages"],
        "isAccessibleForFree": is_free(event),
    }


def _locations(event: Event) -> list[dict[str, Any]]:
    locations: list[dict[str, Any]] = []
    venue = event["venue"]
    if venue and event["attendance_mode"] != "online":
        address = {
            "@type": "PostalAddress",
            "streetAddress": venue["street"],
            "addressLocality": venue["locality"],
            "addressRegion": venue["region"],
            "postalCode": venue["postal_code"],
            "addressCountry": venue["country"],
        }
        locations.append(
            {"@type": "Place", "name": venue["name"], "address": {k: v for k, v in address.items() if v}}
        )
    if event["online_url"]:
        locations.append({"@type": "VirtualLocation", "url": event["online_url"]})
    return locations


def _as_script(data: dict[str, Any]) -> Markup:
    # A title may hold "</script>"; escaped so, JSON keeps its meaning and HTML finds no end in it.
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
