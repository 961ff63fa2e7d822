"""The office's import door: what was recorded elsewhere, taken over whole, and nobody is written to."""

from typing import Any
from uuid import uuid4

import pytest

from tests.events.consortium import EVENTS, Consortium

IMPORTS = "/api/v1/imports"
STATES = ("draft", "submitted", "changes_requested", "published", "postponed", "cancelled", "completed")


def _imported(consortium: Consortium, kind: str, *records: dict[str, Any]) -> Any:
    return consortium.office.post(f"{IMPORTS}/{kind}", json={"records": records})


def test_events_are_taken_as_they_are_and_only_told_ones_are_told(consortium: Consortium) -> None:
    records = [
        consortium.a_record(
            state=state,
            uid=f"{state}@elsewhere.example.org",
            sequence=7,
            starts_at="2020-05-10T18:00:00-05:00",
            ends_at="2020-05-10T20:00:00-05:00",
            time_zone="America/Chicago",
        )
        for state in STATES
    ]
    items = consortium.imported(*records)
    assert [item["outcome"] for item in items] == ["created"] * len(STATES)
    for record, item in zip(records, items, strict=True):
        event = consortium.office.get(f"{EVENTS}/{item['id']}").json()
        assert {name: event[name] for name in record.keys() - {"venue"}} == {
            name: record[name] for name in record.keys() - {"venue"}
        }
        assert event["version"] == 1
    assert consortium.told() == ["event_recorded"] * 4
    assert [body["state"] for body in consortium.told("event_recorded")] == list(STATES[3:])


def test_importing_again_changes_nothing_and_a_change_is_one_version_more(consortium: Consortium) -> None:
    cohost = {"partner_id": str(consortium.partner()), "role": "sponsor", "state": "invited", "share": 20}
    record = consortium.a_record(cohosts=[cohost], topics=["Food"], venue={"name": "Hall"})
    [first] = consortium.imported(record)
    told = consortium.told()
    [again] = consortium.imported(record)
    assert again == first | {"outcome": "unchanged"}
    assert consortium.told() == told
    for change in ({"title": "Another"}, {"cohosts": [cohost | {"state": "accepted"}]}, {"cohosts": []}):
        [item] = consortium.imported(record | change)
        assert item == first | {"outcome": "changed"}
        record |= change
    bodies = consortium.told("event_recorded")
    assert [body["version"] for body in bodies] == [1, 2, 3, 4]
    assert [[each["state"] for each in body["cohosts"]] for body in bodies] == [
        ["invited"],
        ["invited"],
        ["accepted"],
        [],
    ]


def test_wall_times_alone_are_enough(consortium: Consortium) -> None:
    record = consortium.a_record(
        starts_local="2026-12-05T10:00", ends_local="2026-12-05T12:00", time_zone="America/Chicago"
    )
    del record["starts_at"], record["ends_at"]
    [item] = consortium.imported(record)
    event = consortium.http.get(f"{EVENTS}/{item['id']}").json()
    assert (event["starts_at"], event["ends_at"]) == ("2026-12-05T10:00:00-06:00", "2026-12-05T12:00:00-06:00")
    both = _imported(consortium, "events", record | {"starts_at": "2026-12-05T10:00:00-06:00"})
    assert (both.status_code, both.json()["code"]) == (422, "required")


def test_what_has_not_arrived_yet_is_worth_waiting_for(consortium: Consortium) -> None:
    stranger = str(uuid4())
    record = consortium.a_record(community_ids=[stranger], cohosts=[{"partner_id": stranger, "state": "accepted"}])
    answer = _imported(consortium, "events", consortium.a_record(), record)
    assert (answer.status_code, answer.json()["code"]) == (409, "not-known-yet")
    assert answer.headers["Retry-After"] == "1"
    assert {flaw["pointer"] for flaw in answer.json()["errors"]} == {
        "/records/1/community_ids/0",
        "/records/1/cohosts/0/partner_id",
    }
    assert consortium.execute("SELECT count(*) FROM events") == [(0,)]  # all or none


def test_a_uid_is_one_events_for_ever(consortium: Consortium) -> None:
    consortium.imported(consortium.a_record(uid="one@example.org"))
    answer = _imported(consortium, "events", consortium.a_record(uid="one@example.org"))
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


def test_a_cohost_is_named_once(consortium: Consortium) -> None:
    cohost = {"partner_id": str(consortium.partner()), "state": "accepted"}
    answer = _imported(consortium, "events", consortium.a_record(cohosts=[cohost, cohost]))
    assert (answer.status_code, answer.json()["code"]) == (422, "duplicate")


def test_programs_are_recorded_told_and_listed(consortium: Consortium) -> None:
    programs = [
        {"external_id": f"p-{slug}", "slug": slug, "title": slug.title(), "summary": "Each year."}
        for slug in ("wump", "council")
    ]
    first = _imported(consortium, "programs", *programs).json()["items"]
    assert _imported(consortium, "programs", *programs).json()["items"] == [
        item | {"outcome": "unchanged"} for item in first
    ]
    assert [body["slug"] for body in consortium.told("program_changed")] == ["wump", "council"]
    page = consortium.http.get("/api/v1/programs", params={"limit": 1}).json()
    assert [program["slug"] for program in page["items"]] == ["council"]
    page = consortium.http.get("/api/v1/programs", params={"limit": 1, "cursor": page["next"]}).json()
    assert [program["slug"] for program in page["items"]] == ["wump"]
    assert page["next"] is None
    one = consortium.http.get(f"/api/v1/programs/{first[0]['id']}").json()
    assert one == {**programs[0], "asks_reflection": False, "id": first[0]["id"], "version": 1}


# By hand: which registrations still have, or wait for, a place.
LIVE = {
    "registered": True,
    "waitlisted": True,
    "offered": True,
    "pending_requirement": True,
    "checked_in": False,
    "attended": False,
    "no_show": False,
    "excused": False,
    "lapsed": False,
    "cancelled_by_person": False,
    "cancelled_by_host": False,
}


def test_registrations_are_told_as_live_or_not(consortium: Consortium) -> None:
    [event] = consortium.imported(consortium.a_record())
    people = {state: str(consortium.person()) for state in LIVE}
    records = [
        {"external_id": f"r-{state}", "event_id": event["id"], "person_id": person, "state": state}
        for state, person in people.items()
    ]
    assert _imported(consortium, "registrations", *records).status_code == 200
    told = {body["person_id"]: body["live"] for body in consortium.told("registration_recorded")}
    assert told == {people[state]: live for state, live in LIVE.items()}
    cancelled = records[0] | {"state": "cancelled_by_person"}
    [item] = _imported(consortium, "registrations", cancelled).json()["items"]
    assert item["outcome"] == "changed"
    last = consortium.told("registration_recorded")[-1]
    assert (last["registration_id"], last["live"], last["version"]) == (item["id"], False, 2)


def test_one_place_for_each_person_occurrence_and_minor(consortium: Consortium) -> None:
    [event] = consortium.imported(consortium.a_record())
    place = {"event_id": event["id"], "person_id": str(consortium.person()), "state": "registered"}
    several = [{}, {"occurrence": "2026-12-02"}, {"minor": "Student A"}, {"minor": "Student B"}]
    records = [place | each | {"external_id": f"r-{number}"} for number, each in enumerate(several)]
    assert _imported(consortium, "registrations", *records).status_code == 200
    answer = _imported(consortium, "registrations", place | {"external_id": "r-again"})
    assert (answer.status_code, answer.json()["code"]) == (409, "already-exists")


@pytest.mark.parametrize("kind", ["events", "programs", "registrations"])
def test_a_batch_has_five_hundred_records_at_most(consortium: Consortium, kind: str) -> None:
    assert _imported(consortium, kind).json() == {"items": []}
    answer = _imported(consortium, kind, *[{}] * 501)
    assert (answer.status_code, answer.json()["code"]) == (422, "too-many")
