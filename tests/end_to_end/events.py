"""Events for the end-to-end tests: one in the file's form for the oracle, the same one in the API's form."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4
from zoneinfo import ZoneInfo

from tests.oracle import Record

VENUE = {
    "name": "Parish hall 3",
    "street": "1455 Harbor Lane",
    "locality": "St. Louis",
    "region": "MO",
    "postal_code": "63106",
    "country": "US",
}
REFERENCES = {"host": "host_id", "initiative": "initiative_id", "program": "program_id", "group": "group_id"}
SAME = ("title", "topics", "sdoh", "audiences", "visibility", "time_zone")


def event(in_days: int = 60, **fields: Any) -> Record:
    """A public event of the medical school in the file's form, with a title that no other event has."""
    zone = fields.get("time_zone", "America/Chicago")
    day = datetime.now(ZoneInfo(zone)) + timedelta(days=in_days)
    start = day.replace(hour=10, minute=30, tzinfo=None)
    return {
        "title": f"Neighborhood health fair {uuid4().hex[:8]}",
        "host": "wusm",
        "cohosts": [],
        "initiative": None,
        "program": None,
        "communities": [],
        "topics": [],
        "sdoh": [],
        "audiences": [],
        "group": None,
        "invited": [],
        "visibility": "public",
        "starts_local": start.strftime("%Y-%m-%dT%H:%M"),
        "ends_local": (start + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
        "time_zone": zone,
    } | fields


def body(event: Record, ids: dict[str, str]) -> Record:
    """The same event as `POST /api/v1/events` takes it."""
    references = {name: ids[event[field]] for field, name in REFERENCES.items() if event[field]}
    return {
        **{field: event[field] for field in SAME},
        **references,
        "summary": "Free screenings, and neighbors who help with forms.",
        "kind": "health_fair",
        "community_ids": [ids[community] for community in event["communities"]],
        "invited_person_ids": [ids[invited["person"]] for invited in event["invited"]],
        # Each host has its own: two in one place at one time would have to say why.
        "venue": VENUE | {"name": f"{VENUE['name']} of {event['host']}"},
        "attendance_mode": "in_person",
        "starts_at": at_offset(event["starts_local"], event["time_zone"]),
        "ends_at": at_offset(event["ends_local"], event["time_zone"]),
        "accessibility": {"statement": "Step-free from the street.", "contact": "access@wusm.example.org"},
    }


def at_offset(local: str, time_zone: str) -> str:
    return datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(time_zone)).isoformat()


def shown(local: str, time_zone: str) -> str:
    """The way people in the United States are shown a moment: `Sat, Dec 5, 2026, 10:00 AM CST`."""
    moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(time_zone))
    return f"{moment:%a, %b} {moment.day}, {moment.year}, {moment.hour % 12 or 12}:{moment:%M %p %Z}"


@dataclass(frozen=True)
class Post:
    """Somebody of the file who posts an event, and the event."""

    by: str
    event: Record


def posts() -> dict[str, Post]:
    """One event for each visibility."""
    return {
        "public": Post(
            "p-05",
            event(initiative="i-01", communities=["c-north-stl", "c-south-stl"], topics=["Diabetes"]),
        ),
        "members": Post(
            "p-05",
            event(visibility="members", program="wump", topics=["Community"], communities=["c-north-stl"]),
        ),
        "group": Post("p-17", event(host="bjh", visibility="group", group="g-rfdi", program="rf-diversity")),
        "private": Post(
            "p-03",
            event(
                host="uofl-som-oce",
                visibility="private",
                invited=[{"person": "p-31"}, {"person": "p-55"}, {"person": "p-73"}],
                time_zone="America/Kentucky/Louisville",
            ),
        ),
    }
