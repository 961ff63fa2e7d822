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


def test_what_somebody_has_not_answered_is_neither_a_yes_nor_a_no() -> None:
    states = {"operational_email": "granted", "newsletter": "withdrawn", "photo": "pending"}
    consents = [{"purpose": purpose, "state": state} for purpose, state in states.items()]
    translated = records().translated("people", {"id": "p-1", "consents": consents})
    assert translated["consents"] == {"operational_email": True, "newsletter": False}


def test_what_has_no_place_yet_is_counted_and_what_is_empty_is_not() -> None:
    known = records()
    program = {"id": "wump", "title": "Plunge", "stages": [{"stage": "y1"}], "note": None}
    assert known.translated("programs", program) == {
        "external_id": "wump",
        "title": "Plunge",
        "slug": "wump",
    }
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
