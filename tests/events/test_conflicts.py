"""What stands in the way of a plan, against brute force over a seeded year; and what others learn of it: nothing."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from tests.events.consortium import EVENTS, Consortium
from tests.events.year import Asker, Happening, Year, conflicts, in_need_of_a_note

CONFLICTS = "/api/v1/conflicts"
HALL = {"name": "Hall", "locality": "St. Louis"}


def _asked(door: TestClient, planned: Happening) -> list[dict[str, Any]]:
    record = planned.record
    place = {"venue": record["venue"]["name"], "locality": record["venue"]["locality"]} if record["venue"] else {}
    query = {
        **{name: record[name] for name in ("starts_at", "ends_at", "time_zone")},
        "community": record["community_ids"],
        "audience": record["audiences"],
        "host": [str(host) for host in planned.hosts],
        **place,
    }
    answer = door.get(CONFLICTS, params=query)
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


def _compared(items: list[dict[str, Any]], names: dict[str, str]) -> Iterator[tuple[str, str]]:
    for item in items:
        if item["kind"] != "holiday":
            yield item["kind"], names[item["event_id"]] if item["event_id"] else ""


@pytest.mark.parametrize("seed", [20310101])
def test_conflicts_are_those_that_brute_force_finds_over_a_year(consortium: Consortium, seed: int) -> None:
    year = Year(consortium, seed, 5_000)
    names: dict[str, str] = {}
    for first in range(0, len(year.events), 500):
        items = consortium.imported(*(each.record for each in year.events[first : first + 500]))
        names |= {item["id"]: item["external_id"] for item in items}
    reviewer = frozenset({year.partners[0]})
    askers = [
        (Asker(is_office=True), consortium.office),
        (Asker(reviewer), consortium.with_role("reviewer", year.partners[0])),
        (Asker(frozenset({UUID(int=1)})), consortium.with_role("viewer", consortium.partner())),
    ]
    kinds: Counter[str] = Counter()
    for number in range(30):
        planned = year.happening(f"planned-{number}")
        for asker, door in askers:
            items = _asked(door, planned)
            assert set(_compared(items, names)) == conflicts(year, planned, asker)
            noted = [item for item in items if item["needs_note"]]
            assert set(_compared(noted, names)) == in_need_of_a_note(year, planned, asker)
            kinds.update(item["kind"] for item in items)
    assert min(kinds[kind] for kind in ("community", "audience", "venue", "host", "busy", "holiday")) > 2, kinds


def _planned(event: dict[str, Any], **given: Any) -> dict[str, Any]:
    return {name: event[name] for name in ("starts_at", "ends_at", "time_zone")} | given


def test_a_reviewer_of_another_member_learns_nothing_of_a_private_draft_but_busy(consortium: Consortium) -> None:
    community = str(consortium.community())
    secret = consortium.draft(
        title="Marker-7391", community_ids=[community], audiences=["seniors"], visibility="private"
    )
    reviewer = consortium.with_role("reviewer", consortium.partner())
    begins = secret["starts_at"].replace("T18", "T17")
    plan = _planned(secret, starts_at=begins, community=[community], audience=["seniors"], **{"venue": "Hall"})
    answer = reviewer.get(CONFLICTS, params=plan | {"locality": "St. Louis", "host": [str(consortium.host)]})
    [item] = answer.json()["items"]
    assert item == {
        "kind": "busy",
        "event_id": None,
        "title": None,
        "starts_at": item["starts_at"],
        "reason": "Somebody else is busy then.",
        "needs_note": False,
        "partner_id": None,
    }
    # The time is the asker's own.
    assert item["starts_at"].startswith(begins[:16])
    for known in (secret["id"], secret["title"], str(consortium.host), secret["uid"]):
        assert known not in answer.text
    assert reviewer.get(CONFLICTS, params={"event": secret["id"]}).status_code == 404


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"visibility": "members"}, ["busy"]),
        ({"visibility": "private"}, ["busy"]),
        ({"state": "submitted"}, ["busy"]),
        ({"visibility": "public"}, ["venue"]),
        ({"visibility": "public", "state": "cancelled"}, []),
        ({"visibility": "public", "state": "postponed"}, []),
        ({"visibility": "public", "attendance_mode": "online", "online_url": "https://meet.example.org"}, []),
    ],
    ids=str,
)
def test_what_is_said_of_another_partners_event(
    consortium: Consortium, facts: dict[str, Any], told: list[str]
) -> None:
    record = consortium.a_record(**facts)
    consortium.imported(record)
    elsewhere = consortium.with_role("viewer", consortium.partner())
    answer = elsewhere.get(CONFLICTS, params=_planned(record, venue="hall", locality="st. louis"))
    assert [item["kind"] for item in answer.json()["items"]] == told


def test_the_day_is_the_local_one_of_each_place(consortium: Consortium) -> None:
    """On January 6 in Honolulu it is the 7th in Nairobi already: at one time, and not on one day."""
    community = str(consortium.community())
    in_honolulu = {"starts_at": "2031-01-06T20:00:00-10:00", "ends_at": "2031-01-06T21:00:00-10:00"}
    in_nairobi = {"starts_at": "2031-01-07T09:00:00+03:00", "ends_at": "2031-01-07T10:00:00+03:00"}
    consortium.draft(**in_honolulu, time_zone="Pacific/Honolulu", community_ids=[community])
    asked = {**in_nairobi, "time_zone": "Africa/Nairobi", "community": [community]}
    assert consortium.coordinator.get(CONFLICTS, params=asked).json()["items"] == []
    the_day_before = {
        name: time.replace("01-07", "01-06").replace("T09", "T01").replace("T10", "T02")
        for name, time in in_nairobi.items()
    }
    [item] = consortium.coordinator.get(CONFLICTS, params=asked | the_day_before).json()["items"]
    assert item["kind"] == "community"


def test_a_holiday_is_named(consortium: Consortium) -> None:
    plan = {"starts_at": "2026-11-26T10:00:00-06:00", "ends_at": "2026-11-26T11:00:00-06:00"}
    [item] = consortium.coordinator.get(CONFLICTS, params=plan).json()["items"]
    assert (item["kind"], item["needs_note"]) == ("holiday", False)
    assert item["reason"] == "Thursday, November 26, 2026 is Thanksgiving Day, a federal holiday."


@pytest.mark.parametrize(
    ("query", "pointers"),
    [
        ({}, ["?starts_at", "?ends_at"]),
        ({"starts_at": "2031-01-06T20:00:00-06:00"}, ["?ends_at"]),
        ({"starts_at": "2031-01-06T20:00:00-06:00", "ends_at": "2031-01-06T19:00:00-06:00"}, ["?ends_at"]),
        ({"starts_at": "2031-01-06T20:00:00-07:00", "ends_at": "2031-01-06T21:00:00-07:00"}, ["?starts_at"]),
    ],
    ids=str,
)
def test_a_plan_without_a_possible_time_is_refused(
    consortium: Consortium, query: dict[str, str], pointers: list[str]
) -> None:
    answer = consortium.coordinator.get(CONFLICTS, params=query)
    assert answer.status_code == 422
    assert [flaw["pointer"] for flaw in answer.json()["errors"]] == pointers


def test_only_those_who_plan_for_a_partner_may_ask(consortium: Consortium) -> None:
    plan = {"starts_at": "2031-01-06T20:00:00-06:00", "ends_at": "2031-01-06T21:00:00-06:00"}
    assert consortium.http.get(CONFLICTS, params=plan).status_code == 401
    assert consortium.as_(consortium.person()).get(CONFLICTS, params=plan).status_code == 403


WEEKLY = {
    "starts_at": "2031-03-05T09:00:00-06:00",
    "ends_at": "2031-03-05T10:00:00-06:00",
    "time_zone": "America/Chicago",
    "venue": HALL,
}
# Over the change to summer time: nine o'clock stays nine o'clock.
THIRD = {"starts_at": "2031-03-19T09:30:00-05:00", "ends_at": "2031-03-19T11:00:00-05:00"}


def test_each_occurrence_of_a_series_is_in_the_way(consortium: Consortium) -> None:
    series = consortium.published(**WEEKLY, recurrence={"rule": "FREQ=WEEKLY;COUNT=4"})
    elsewhere = consortium.with_role("viewer", consortium.partner())
    plan = {**THIRD, "time_zone": "America/Chicago", "venue": "Hall", "locality": "St. Louis"}
    [item] = elsewhere.get(CONFLICTS, params=plan).json()["items"]
    assert (item["kind"], item["event_id"]) == ("venue", series["id"])
    assert item["starts_at"].startswith("2031-03-19T14:00:00")
    url = f"{EVENTS}/{series['id']}/occurrences/2031-03-19T09:00/cancellation"
    assert consortium.coordinator.post(url, json={"reason": "Spring break."}).status_code == 200
    assert elsewhere.get(CONFLICTS, params=plan).json()["items"] == []


def test_a_series_meets_what_is_in_the_way_of_any_of_its_occurrences(consortium: Consortium) -> None:
    single = consortium.published(**WEEKLY | THIRD)
    other = consortium.partner()
    door = consortium.with_role("coordinator", other)
    series = consortium.an_event(**WEEKLY, host_id=str(other), recurrence={"rule": "FREQ=WEEKLY;COUNT=4"})
    event_id = door.post(EVENTS, json=series).json()["id"]
    [item] = door.get(CONFLICTS, params={"event": event_id}).json()["items"]
    assert (item["kind"], item["event_id"], item["needs_note"]) == ("venue", single["id"], True)
    assert door.post(f"{EVENTS}/{event_id}/publication").status_code == 409
