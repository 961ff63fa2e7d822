"""An event as schema.org has it, by tables written by hand."""

from typing import Any

import pytest

from services.portal import linked_data
from services.portal.visitor import Visitor
from tests.portal.visitors import a_visitor

HALL = {"name": "Hall", "street": "1 Oak St", "locality": "Rolla", "region": "MO", "postal_code": "", "country": "US"}
THERE = {
    "@type": "Place",
    "name": "Hall",
    "address": {
        "@type": "PostalAddress",
        "streetAddress": "1 Oak St",
        "addressLocality": "Rolla",
        "addressRegion": "MO",
        "addressCountry": "US",
    },
}
EVENT: dict[str, Any] = {
    "id": "e",
    "title": "Fair",
    "summary": "All welcome.",
    "host_id": "host",
    "cohosts": [{"partner_id": "yes", "state": "accepted"}, {"partner_id": "perhaps", "state": "invited"}],
    "starts_at": "2031-05-10T09:00:00-05:00",
    "ends_at": "2031-05-10T10:00:00-05:00",
    "moved_from": None,
    "state": "published",
    "attendance_mode": "in_person",
    "venue": HALL,
    "online_url": None,
    "sessions": [],
    "languages": ["en"],
    "cost": "free",
}
ONLINE = {"@type": "VirtualLocation", "url": "https://meet.example.org"}
APRIL = "2031-04-10T09:00:00-05:00"


@pytest.fixture
def visitor() -> Visitor:
    visitor = a_visitor()
    names = {name: {"id": name, "name": name.title()} for name in ("host", "yes", "perhaps")}
    visitor.__dict__["directory"] = type("Names", (), {"partner": staticmethod(names.__getitem__)})
    return visitor


@pytest.mark.parametrize(
    ("facts", "status", "before"),
    [
        ({}, "EventScheduled", None),
        ({"state": "in_progress"}, "EventScheduled", None),
        ({"state": "cancelled"}, "EventCancelled", None),
        ({"state": "cancelled", "moved_from": APRIL}, "EventCancelled", APRIL),
        ({"state": "postponed"}, "EventPostponed", None),
        ({"moved_from": APRIL}, "EventRescheduled", APRIL),
    ],
    ids=str,
)
def test_its_status_is_the_one_of_schema_org(
    visitor: Visitor, facts: dict[str, Any], status: str, before: str | None
) -> None:
    data = linked_data.linked_data(EVENT | facts, visitor)
    assert data["eventStatus"] == f"https://schema.org/{status}"
    assert data.get("previousStartDate") == before


@pytest.mark.parametrize(
    ("facts", "mode", "locations"),
    [
        ({}, "Offline", [THERE]),
        ({"attendance_mode": "online", "online_url": ONLINE["url"]}, "Online", [ONLINE]),
        ({"attendance_mode": "mixed", "online_url": ONLINE["url"]}, "Mixed", [THERE, ONLINE]),
    ],
    ids=str,
)
def test_its_mode_goes_with_where_it_is(
    visitor: Visitor, facts: dict[str, Any], mode: str, locations: list[dict[str, Any]]
) -> None:
    data = linked_data.linked_data(EVENT | facts, visitor)
    assert data["eventAttendanceMode"] == f"https://schema.org/{mode}EventAttendanceMode"
    assert data["location"] == locations


def test_those_who_have_not_said_yes_are_not_named(visitor: Visitor) -> None:
    organizers = linked_data.linked_data(EVENT, visitor)["organizer"]
    assert [one["name"] for one in organizers] == ["Host", "Yes"]


def test_sessions_are_events_within_it(visitor: Visitor) -> None:
    day = {"title": "Day one", "starts_at": EVENT["starts_at"], "ends_at": EVENT["ends_at"], "venue": HALL}
    elsewhere = {**day, "title": "Day two", "venue": None}
    data = linked_data.linked_data(EVENT | {"sessions": [day, elsewhere]}, visitor)
    times = {"@type": "Event", "startDate": EVENT["starts_at"], "endDate": EVENT["ends_at"]}
    assert data["subEvent"] == [{**times, "name": "Day one", "location": THERE}, {**times, "name": "Day two"}]
    assert "subEvent" not in linked_data.linked_data(EVENT, visitor)
