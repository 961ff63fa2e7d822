"""The demo's records in the API's names."""

from typing import Any

from plexus.demo import DEMO_FILE, read
from plexus.demo_names import LOADED
from plexus.demo_records import Records


def records(**sections: Any) -> Records:
    return Records(sections)


def test_a_reference_becomes_the_id_that_its_door_gave() -> None:
    known = records()
    known.learn("partners", "school", "id-1")
    known.learn("people", "p-1", "id-2")
    group = {
        "id": "g-1",
        "title": "Council",
        "owners": [{"partner": "school"}],
        "members": [{"person": "p-1", "state": "member"}, {"person": "p-2", "state": "left"}],
    }
    assert known.translated("groups", group) == {
        "external_id": "g-1",
        "title": "Council",
        "owner_ids": ["id-1"],
        "member_ids": ["id-2"],
    }


def test_a_wall_time_gets_the_offset_of_its_zone_on_that_day() -> None:
    event = {"starts_local": "2027-03-13T09:00", "ends_local": "2027-03-14T09:00"}
    translated = records().translated("events", event | {"time_zone": "America/Kentucky/Louisville"})
    assert translated["starts_at"] == "2027-03-13T09:00:00-05:00"
    assert translated["ends_at"] == "2027-03-14T09:00:00-04:00"


def test_what_has_no_place_yet_is_counted_and_what_is_empty_is_not() -> None:
    known = records()
    program = {"id": "wump", "title": "Plunge", "stages": [{"stage": "y1"}], "note": None}
    assert known.translated("programs", program) == {"external_id": "wump", "title": "Plunge", "slug": "wump"}
    assert known.unplaced == {"programs.stages": 1}


def test_every_reference_of_the_demo_is_to_something_loaded_before() -> None:
    consortium, _ = read(DEMO_FILE)
    known = Records(consortium)
    for partner in consortium["partners"]:
        known.learn("partners", partner["id"], partner["id"])
    for section in LOADED:
        for record in consortium[section]:
            translated = known.translated(section, record)
            known.learn(section, translated["external_id"], translated["external_id"])
    assert {section for section, _ in known.ids} == set(LOADED)
