"""The form of an event: what is filled in, as the API takes it, and back."""

from typing import Any

import pytest

from services.portal import event_form
from tests.portal.visitors import a_visitor

HOST = {
    "id": "0193a1b2-0000-7000-8000-000000000001",
    "time_zone": "America/Chicago",
    "accessibility": {"statement": "Step-free.", "contact": "access@example.org"},
}


def a_form(**given: Any) -> event_form.Values:
    filled_in = {
        "title": "A fair",
        "day": "2026-12-05",
        "start": "10:00",
        "end": "12:00",
        "venue_name": "Parish hall",
    }
    return event_form.blank(HOST) | filled_in | given


def test_the_host_gives_the_form_its_time_zone_and_its_accessibility() -> None:
    values = event_form.blank(HOST)
    assert (values["time_zone"], values["statement"], values["contact"]) == (
        "America/Chicago",
        "Step-free.",
        "access@example.org",
    )


def test_a_form_that_is_filled_in_well_becomes_what_the_api_takes() -> None:
    body, flaws = event_form.body(a_form(capacity="40"), a_visitor())
    assert flaws == {}
    assert (body["starts_at"], body["ends_at"]) == ("2026-12-05T10:00:00-06:00", "2026-12-05T12:00:00-06:00")
    assert body["venue"]["name"] == "Parish hall"
    assert (body["capacity"], body["online_url"], body["program_id"]) == (40, None, None)


def test_an_event_shown_in_the_form_and_taken_from_it_is_the_same_event() -> None:
    first, _ = event_form.body(a_form(day="2026-11-01", start="01:30", start_which="second"), a_visitor())
    again, flaws = event_form.body(event_form.shown(first, a_visitor()), a_visitor())
    assert flaws == {}
    assert again == first


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": ""}, "title"),
        ({"day": ""}, "day"),
        ({"day": "12/05/2026"}, "day"),
        ({"start": "25:00"}, "start"),
        ({"end": "10:00"}, "end"),
        ({"end": "09:00"}, "end"),
        ({"last_day": "2026-12-04"}, "end"),
        ({"venue_name": ""}, "venue_name"),
        ({"attendance_mode": "online"}, "online_url"),
        ({"attendance_mode": "mixed"}, "online_url"),
        ({"capacity": "many"}, "capacity"),
        ({"capacity": "²"}, "capacity"),
        ({"visibility": "group"}, "group_id"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"day": "2027-03-14", "start": "02:30"}, "start"),
        ({"day": "2026-11-01", "start": "01:30"}, "start"),
        ({"day": "2026-11-01", "start": "00:30", "end": "01:30"}, "end"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_wrong_is_said_beside_its_field(language: str, given: dict[str, str], field: str) -> None:
    body, flaws = event_form.body(a_form(**given), a_visitor(language))
    assert body == {}
    assert list(flaws) == [field]


def test_an_event_over_midnight_says_its_last_day() -> None:
    body, flaws = event_form.body(a_form(start="22:00", end="02:00", last_day="2026-12-06"), a_visitor())
    assert flaws == {}
    assert body["ends_at"] == "2026-12-06T02:00:00-06:00"


def test_what_was_typed_keeps_its_lines_as_the_api_knows_them() -> None:
    from starlette.datastructures import FormData

    values = event_form.filled(FormData([("summary", "One\r\nTwo\r\n"), ("audiences", "families")]))
    assert (values["summary"], values["audiences"], values["topics"]) == ("One\nTwo", ["families"], [])
