"""An event for programs that read schema.org."""

from typing import Any

from services.portal.facts import is_free
from services.portal.visitor import Visitor
from shared.settings import settings

Event = dict[str, Any]

_STATUSES = {"cancelled": "EventCancelled", "postponed": "EventPostponed"}
_MODES = {
    "in_person": "OfflineEventAttendanceMode",
    "online": "OnlineEventAttendanceMode",
    "mixed": "MixedEventAttendanceMode",
}


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
        "eventStatus": f"https://schema.org/{_status(event)}",
        **({"previousStartDate": event["moved_from"]} if event["moved_from"] else {}),
        "eventAttendanceMode": f"https://schema.org/{_MODES[event['attendance_mode']]}",
        "location": _locations(event),
        "organizer": [
            {"@type": "Organization", "name": name} for host in hosts if (name := directory.partner(host)["name"])
        ],
        **({"subEvent": [_session(session) for session in event["sessions"]]} if event["sessions"] else {}),
        "inLanguage": event["languages"],
        "isAccessibleForFree": is_free(event),
    }


def _status(event: Event) -> str:
    return _STATUSES.get(event["state"]) or ("EventRescheduled" if event["moved_from"] else "EventScheduled")


def _session(session: Event) -> dict[str, Any]:
    place = {"location": _place(session["venue"])} if session["venue"] else {}
    times = {"startDate": session["starts_at"], "endDate": session["ends_at"]}
    return {"@type": "Event", "name": session["title"], **times, **place}


def _locations(event: Event) -> list[dict[str, Any]]:
    locations = []
    if event["venue"] and event["attendance_mode"] != "online":
        locations.append(_place(event["venue"]))
    if event["online_url"]:
        locations.append({"@type": "VirtualLocation", "url": event["online_url"]})
    return locations


def _place(venue: dict[str, Any]) -> dict[str, Any]:
    address = {
        "@type": "PostalAddress",
        "streetAddress": venue["street"],
        "addressLocality": venue["locality"],
        "addressRegion": venue["region"],
        "postalCode": venue["postal_code"],
        "addressCountry": venue["country"],
    }
    return {"@type": "Place", "name": venue["name"], "address": {k: v for k, v in address.items() if v}}
