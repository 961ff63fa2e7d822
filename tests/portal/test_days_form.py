"""Days and sessions on the form of an event: what is filled in, as the API takes it, and back."""

from typing import Any

import pytest

from services.portal import days, event_form
from tests.portal.test_event_form import a_form
from tests.portal.visitors import a_visitor

TALK = {"session_0_title": "Talk", "session_0_begins": "2026-12-05T10:00", "session_0_ends": "2026-12-05T11:00"}
CHICAGO = {"time_zone": "America/Chicago", "repeats": ""}


def known(**fields: Any) -> dict[str, Any]:
    first = {
        "id": "0193a1b2-0000-7000-8000-00000000000a",
        "external_id": "s1",
        "title": "Talk",
        "kind": "lecture",
        "starts_at": "2026-12-05T10:00:00-06:00",
        "ends_at": "2026-12-05T11:00:00-06:00",
        "venue": {"name": "Hall", "street": "1 Elm St", "locality": "St. Louis"},
        "online_url": None,
        "capacity": 20,
        "groups": [{"name": "A", "partner_id": None, "venue": None, "capacity": 10}],
        "groups_by_choice": False,
    }
    return first | fields


def an_event(*sessions: dict[str, Any]) -> dict[str, Any]:
    return {"time_zone": "America/Chicago", "sessions": list(sessions)}


def taken(given: dict[str, Any], event: dict[str, Any] | None = None) -> tuple[list[dict[str, Any]], dict[str, str]]:
    flaws: dict[str, str] = {}
    return days.body(CHICAGO | given, event or {}, flaws, a_visitor()), flaws


def test_sessions_that_are_not_sent_move_along_with_their_event_by_the_wall() -> None:
    event = an_event(known()) | {"starts_at": "2026-12-05T09:00:00-06:00"}
    moved = {"starts_at": "2027-06-12T11:30:00-05:00", "time_zone": "America/Chicago"}
    [session] = days.moved_along(event, moved)["sessions"]
    assert (session["starts_at"], session["ends_at"]) == ("2027-06-12T12:30:00-05:00", "2027-06-12T13:30:00-05:00")
    assert days.moved_along(event, moved | {"sessions": []}) == {}
    assert days.moved_along(event, {"starts_at": event["starts_at"]}) == {}
    assert days.moved_along(event, {"title": "Another"}) == {}


def test_rows_become_sessions_in_the_order_of_their_beginnings() -> None:
    typed = {
        "session_0_title": "Tour",
        "session_0_begins": "2026-12-06T09:00",
        "session_0_ends": "2026-12-06T12:00",
        "session_3_title": "Talk",
        "session_3_begins": "2026-12-05T10:00",
        "session_3_ends": "2026-12-05T11:00",
        "session_3_place": "Hall",
        "session_3_places": "20",
        "session_3_groups": "A; Annex; 4",
        "session_3_choice": "yes",
    }
    sessions, flaws = taken(days.filled(typed))
    assert flaws == {}
    assert sessions == [
        {
            "title": "Talk",
            "starts_at": "2026-12-05T10:00:00-06:00",
            "ends_at": "2026-12-05T11:00:00-06:00",
            "venue": {"name": "Hall"},
            "capacity": 20,
            "groups": [{"partner_id": None, "venue": {"name": "Annex"}, "name": "A", "capacity": 4}],
            "groups_by_choice": True,
        },
        {
            "title": "Tour",
            "starts_at": "2026-12-06T09:00:00-06:00",
            "ends_at": "2026-12-06T12:00:00-06:00",
            "venue": None,
            "capacity": None,
            "groups": [],
            "groups_by_choice": False,
        },
    ]


def test_there_are_four_rows_and_two_more_than_are_filled_in() -> None:
    assert [sum(name.endswith("_title") for name in values) for values in (days.blank(), days.filled(TALK))] == [4, 4]
    three = [known(id=str(at)) for at in range(3)]
    assert sum(name.endswith("_title") for name in days.shown(an_event(*three))) == 5


@pytest.mark.parametrize(
    ("changed", "differs"),
    [
        ({"session_0_title": "Panel"}, {"title": "Panel"}),
        ({"session_0_ends": "2026-12-05T11:30"}, {"ends_at": "2026-12-05T11:30:00-06:00"}),
        ({"session_0_place": "Annex"}, {"venue": {"name": "Annex"}}),
        ({"session_0_place": ""}, {"venue": None}),
        ({"session_0_places": ""}, {"capacity": None}),
        ({"session_0_choice": "yes"}, {"groups_by_choice": True}),
        (
            {"session_0_groups": "A; Annex\n\nB"},
            {
                "groups": [
                    {"name": "A", "partner_id": None, "venue": {"name": "Annex"}, "capacity": None},
                    {"name": "B", "partner_id": None, "venue": None, "capacity": None},
                ]
            },
        ),
    ],
)
def test_of_a_session_only_that_changes_which_was_changed(changed: dict[str, str], differs: dict[str, Any]) -> None:
    event = an_event(known())
    sessions, flaws = taken(days.shown(event) | changed, event)
    assert flaws == {}
    assert sessions == [known() | differs]


def test_sessions_that_were_left_alone_are_what_they_were() -> None:
    twice = {"starts_at": "2026-11-01T01:30:00-06:00", "ends_at": "2026-11-01T02:30:00-06:00"}
    event = an_event(known(**twice))
    # Also when the event moves to another zone: its sessions then go with it.
    for zone in ("America/Chicago", "America/New_York"):
        assert taken(days.shown(event) | {"time_zone": zone}, event)[0] == event["sessions"]
    # The second of two equal hours stays the second when something else changes.
    assert taken(days.shown(event) | {"session_0_title": "Panel"}, event)[0] == [known(**twice, title="Panel")]


def test_a_row_that_was_emptied_is_a_session_less() -> None:
    event = an_event(known(id="1"), known(id="2", title="Tour"))
    emptied = {f"session_0_{field}": "" for field in ("title", "begins", "ends", "place", "places", "groups")}
    sessions, _ = taken(days.filled(days.shown(event) | emptied), event)
    assert [session["id"] for session in sessions] == ["2"]


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"session_0_title": ""}, "session_0_title"),
        ({"session_0_begins": ""}, "session_0_begins"),
        ({"session_0_begins": "2026-12-05"}, "session_0_begins"),
        ({"session_0_ends": "noon"}, "session_0_ends"),
        ({"session_0_ends": "2026-12-05T10:00"}, "session_0_ends"),
        ({"session_0_places": "few"}, "session_0_places"),
        ({"session_0_places": "0"}, "session_0_places"),
        ({"session_0_groups": "A; Annex; many"}, "session_0_groups"),
        ({"session_0_groups": "; Annex"}, "session_0_groups"),
        ({"session_0_groups": "A\nA"}, "session_0_groups"),
        ({"session_0_begins": "2027-03-14T02:30", "session_0_ends": "2027-03-14T04:00"}, "session_0_begins"),
        ({"repeats": "WEEKLY"}, "session_0_title"),
    ],
)
@pytest.mark.parametrize("language", ["en", "es"])
def test_what_is_wrong_is_said_beside_its_field(language: str, given: dict[str, str], field: str) -> None:
    values = a_form(**(TALK | given))
    body, flaws = event_form.body(values, a_visitor(language))
    assert body == {}
    assert list(flaws) == [field]


def test_sessions_are_read_in_words() -> None:
    said = days.in_words(an_event(known()), a_visitor())
    assert said.startswith("Talk · Sat, Dec 5, 2026")
    assert said.splitlines()[0].endswith("· Hall · 20 places")
    assert said.splitlines()[1:] == ["A; ; 10"]
