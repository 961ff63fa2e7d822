"""An event of several days has sessions, which move with it by the wall, and stay within it."""

from typing import Any

import pytest

from tests.events.consortium import EVENTS, Consortium
from tests.events.series import CHICAGO, changed

TWO_DAYS = [
    {"title": "Lectures", "starts_local": "2027-03-11T08:30", "ends_local": "2027-03-11T15:30"},
    {"title": "Bus tour", "starts_local": "2027-03-12T08:30", "ends_local": "2027-03-12T15:30"},
]


def a_plunge(consortium: Consortium, **given: Any) -> Any:
    """The answer to posting two days in Chicago, before its clocks are put forward."""
    times = {"starts_at": "2027-03-11T08:30:00-06:00", "ends_at": "2027-03-12T15:30:00-06:00"}
    event = consortium.an_event(**times | {"time_zone": CHICAGO, "recurrence": None, "sessions": TWO_DAYS} | given)
    return consortium.coordinator.post(EVENTS, json=event)


def test_sessions_move_with_their_event_and_keep_their_hours_over_a_clock_change(consortium: Consortium) -> None:
    event = a_plunge(consortium).json()
    later = {"starts_at": "2027-03-18T08:30:00-05:00", "ends_at": "2027-03-19T15:30:00-05:00"}
    moved = changed(consortium, event, **later)
    assert moved.status_code == 200, moved.text
    assert [(each["starts_at"], each["ends_at"]) for each in moved.json()["sessions"]] == [
        ("2027-03-18T08:30:00-05:00", "2027-03-18T15:30:00-05:00"),
        ("2027-03-19T08:30:00-05:00", "2027-03-19T15:30:00-05:00"),
    ]
    assert [each["id"] for each in moved.json()["sessions"]] == [each["id"] for each in event["sessions"]]


def test_an_event_that_becomes_too_short_for_a_session_names_it(consortium: Consortium) -> None:
    refused = changed(consortium, a_plunge(consortium).json(), ends_at="2027-03-12T12:00:00-06:00")
    assert (refused.status_code, refused.json()["code"]) == (422, "outside-event")
    assert [each["pointer"] for each in refused.json()["errors"]] == ["/sessions/1"]


@pytest.mark.parametrize(
    ("session", "pointer"),
    [
        ({"starts_local": "2027-03-10T08:30", "ends_local": "2027-03-11T15:30"}, "/sessions/0"),
        ({"starts_local": "2027-03-12T08:30", "ends_local": "2027-03-12T16:30"}, "/sessions/0"),
        ({"starts_local": "2027-03-11T08:30", "ends_local": "2027-03-11T08:30"}, "/sessions/0/ends_at"),
    ],
    ids=["before it begins", "after it ends", "no time at all"],
)
def test_a_session_that_is_not_within_its_event_is_refused(
    consortium: Consortium, session: dict[str, str], pointer: str
) -> None:
    refused = a_plunge(consortium, sessions=[{"title": "Lectures"} | session])
    assert refused.status_code == 422
    assert [each["pointer"] for each in refused.json()["errors"]] == [pointer]
