"""Occurrences of a series: made, moved, cancelled, changed from one on; what is past stays."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.events.occurrences import rolling
from tests.events.consortium import EVENTS, Consortium
from tests.events.series import Clock, a_clinic, changed, occurrences, one_changed, published, setting, staff, walls

FAIR = {"starts_at": "2026-12-12T09:00:00-06:00", "ends_at": "2026-12-12T12:00:00-06:00"}


@pytest.fixture
def clock_at(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return setting(monkeypatch)


def _saturdays(first: str, count: int, at: str = "10:00", but: tuple[str, ...] = ()) -> list[str]:
    days = [datetime.fromisoformat(first) + timedelta(weeks=week) for week in range(count)]
    return [f"{day:%Y-%m-%d}T{at}" for day in days if f"{day:%Y-%m-%d}" not in but]


def test_ten_in_chicago_stays_ten_when_the_clocks_change(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    found = occurrences(consortium, event)
    assert walls(found) == _saturdays("2026-12-05", 17, but=("2026-12-26",))
    assert [item["key"] for item in found] == walls(found)
    instants = {item["key"]: datetime.fromisoformat(item["starts_at"]).astimezone(UTC) for item in found}
    assert instants["2027-03-13T10:00"] == datetime(2027, 3, 13, 16, tzinfo=UTC)
    assert instants["2027-03-20T10:00"] == datetime(2027, 3, 20, 15, tzinfo=UTC)
    assert {item["ends_at"][11:16] for item in found} == {"13:00"}
    assert event["recurrence"] == {
        "rule": "FREQ=WEEKLY;BYDAY=SA",
        "until_local": "2027-03-27",
        "exdates": ["2026-12-26"],
        "starts_local": "2026-12-05T10:00",
    }


def test_a_single_event_has_one_occurrence_whose_key_stays(consortium: Consortium) -> None:
    event = consortium.draft()
    [before] = occurrences(consortium, event)
    later = event["starts_at"].replace("T18:00", "T18:30")
    changed(consortium, event, starts_at=later)
    [after] = occurrences(consortium, event)
    assert (after["key"], after["starts_at"]) == (before["key"], later)
    assert after["key"] == event["starts_at"][:16]


def test_one_is_moved_renamed_and_relocated_and_given_back(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    key = "2026-12-12T10:00"
    times = {"starts_at": "2026-12-13T14:00:00-06:00", "ends_at": "2026-12-13T15:00:00-06:00"}
    moved = one_changed(consortium, event, key, **times, title="Sunday clinic", venue={"name": "Annex"}).json()
    assert (moved["key"], moved["state"], moved["title"], moved["venue"]["name"]) == (
        key,
        "moved",
        "Sunday clinic",
        "Annex",
    )
    assert walls(occurrences(consortium, event))[:3] == ["2026-12-05T10:00", "2026-12-13T14:00", "2026-12-19T10:00"]
    assert {item["title"] for item in occurrences(consortium, event)} == {"Saturday clinic", "Sunday clinic"}
    back = one_changed(consortium, event, key, starts_at=None, ends_at=None, title=None, venue=None).json()
    assert (back["state"], back["title"], back["venue"]["name"]) == ("scheduled", "Saturday clinic", "Hall")
    assert walls(occurrences(consortium, event))[1] == key


def test_one_is_cancelled_with_its_reason_and_told_once(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    url = f"{EVENTS}/{event['id']}/occurrences/2026-12-05T10:00/cancellation"
    answer = staff(consortium).post(url, json={"reason": "Snow."})
    assert (answer.status_code, answer.json()["state"], answer.json()["reason"]) == (200, "cancelled", "Snow.")
    assert answer.headers["ETag"] == f'"{event["version"] + 1}"'
    shown = consortium.http.get(f"{EVENTS}/{event['id']}").json()
    assert shown["starts_at"] == "2026-12-12T10:00:00-06:00"
    assert (shown["sequence"], shown["version"]) == (event["sequence"] + 1, event["version"] + 1)
    assert consortium.told() == ["event_published", "event_changed"]
    again = staff(consortium).post(url, json={"reason": "Snow."})
    assert (again.status_code, again.json()["code"]) == (409, "invalid-transition")


def test_all_that_is_to_come_moves_and_what_is_past_stays(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    clock_at("2026-12-15T18:00Z")
    rolling.roll_all(consortium.store)
    answer = changed(consortium, event, starts_at="2026-12-19T11:00:00-06:00", ends_at="2026-12-19T14:00:00-06:00")
    assert answer.status_code == 200, answer.text
    found = occurrences(consortium, event)
    past, to_come = _saturdays("2026-12-05", 2), _saturdays("2026-12-19", 15, "11:00", ("2026-12-26",))
    assert walls(found) == past + to_come
    # Who had a place keeps it: the key is that of the hour it was first given.
    assert found[2]["key"] == "2026-12-19T10:00"
    assert [item["state"] for item in found] == ["done"] * 2 + ["scheduled"] * 14
    assert answer.json()["starts_at"] == "2026-12-19T11:00:00-06:00"


def test_this_and_following_begin_another_rule_and_are_told_once(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    told = len(consortium.told())
    answer = changed(
        consortium,
        event,
        applies_to="following",
        from_occurrence="2027-02-06T10:00",
        starts_at="2027-02-07T14:00:00-06:00",
        ends_at="2027-02-07T16:00:00-06:00",
        recurrence={"rule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=SU", "until_local": "2027-03-31"},
        title="Sunday clinic",
    )
    assert answer.status_code == 200, answer.text
    found = occurrences(consortium, event)
    sundays = ["2027-02-07T14:00", "2027-02-21T14:00", "2027-03-07T14:00", "2027-03-21T14:00"]
    assert walls(found) == _saturdays("2026-12-05", 9, but=("2026-12-26",)) + sundays
    assert [item["title"] for item in found] == ["Saturday clinic"] * 8 + ["Sunday clinic"] * 4
    assert found[8]["key"] == "2027-02-06T10:00"
    assert consortium.told()[told:] == ["event_changed"]


def test_another_name_from_one_on_leaves_those_before_as_they_were(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    changed(consortium, event, applies_to="following", from_occurrence="2027-01-02T10:00", title="Winter clinic")
    found = occurrences(consortium, event)
    assert walls(found) == _saturdays("2026-12-05", 17, but=("2026-12-26",))
    assert [item["title"] for item in found] == ["Saturday clinic"] * 3 + ["Winter clinic"] * 13
    changed(consortium, event, title="Clinic")
    assert {item["title"] for item in occurrences(consortium, event)} == {"Clinic"}


def test_a_number_of_times_is_less_by_those_that_were(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium, recurrence={"rule": "FREQ=WEEKLY;COUNT=6"})
    clock_at("2026-12-15T18:00Z")
    answer = changed(consortium, event, starts_at="2026-12-19T09:00:00-06:00")
    assert answer.json()["recurrence"]["rule"] == "FREQ=WEEKLY;COUNT=4"
    found = occurrences(consortium, event)
    assert walls(found) == _saturdays("2026-12-05", 2) + _saturdays("2026-12-19", 4, "09:00")
    assert {item["ends_at"][11:16] for item in found} == {"13:00"}


def test_a_series_ends_and_an_event_begins_to_come_again(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    assert changed(consortium, event, recurrence=None).json()["recurrence"] is None
    assert walls(occurrences(consortium, event)) == ["2026-12-05T10:00"]
    changed(consortium, event, recurrence={"rule": "FREQ=DAILY;COUNT=3"})
    assert walls(occurrences(consortium, event)) == ["2026-12-05T10:00", "2026-12-06T10:00", "2026-12-07T10:00"]


def test_who_has_a_place_at_what_is_left_out_finds_it_cancelled(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    place = {"external_id": "r", "event_id": event["id"], "occurrence": "2026-12-12T10:00", "state": "registered"}
    place["person_id"] = str(consortium.person())
    answer = consortium.office.post("/api/v1/imports/registrations", json={"records": [place]})
    assert answer.status_code == 200, answer.text
    changed(consortium, event, recurrence={"rule": "FREQ=WEEKLY;BYDAY=SA;INTERVAL=2", "until_local": "2027-01-31"})
    days = ("2026-12-05", "2026-12-19", "2027-01-02", "2027-01-16", "2027-01-30")
    assert walls(occurrences(consortium, event)) == [f"{day}T10:00" for day in days]
    kept = consortium.execute("SELECT key FROM occurrences WHERE state = 'cancelled'")
    assert [row.key for row in kept] == ["2026-12-12T10:00"]


@pytest.mark.parametrize("edit", ["title", "all", "following", "one", "cancel", "single", "import"])
def test_nothing_changes_what_has_begun(consortium: Consortium, clock_at: Clock, edit: str) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    clock_at("2026-12-19T17:00Z")  # an hour into the third
    rolling.roll_all(consortium.store)
    times = (
        "SELECT key, starts_at, ends_at, state FROM occurrences WHERE starts_at <= '2026-12-19T17:00Z' ORDER BY key"
    )
    before = consortium.execute(times)
    assert [row.state for row in before] == ["done", "done", "scheduled"]
    key, later = "2026-12-19T10:00", "2026-12-19T12:30:00-06:00"
    answers: dict[str, Any] = {
        "title": lambda: changed(consortium, event, title="Another"),
        "all": lambda: changed(consortium, event, starts_at=later, recurrence={"rule": "FREQ=DAILY;COUNT=5"}),
        "following": lambda: changed(consortium, event, applies_to="following", from_occurrence=key, starts_at=later),
        "one": lambda: one_changed(consortium, event, key, starts_at=later),
        "cancel": lambda: staff(consortium).post(
            f"{EVENTS}/{event['id']}/occurrences/{key}/cancellation", json={"reason": "Snow."}
        ),
        "single": lambda: changed(consortium, event, recurrence=None),
        "import": lambda: changed(consortium, event, recurrence={"rule": "FREQ=WEEKLY", "until_local": "2026-12-01"}),
    }
    answer = answers[edit]()
    assert answer.status_code == {"following": 422, "one": 409, "cancel": 409}.get(edit, 200), answer.text
    assert consortium.execute(times) == before
    if edit == "all":
        days = ["2026-12-20", "2026-12-21", "2026-12-22", "2026-12-23", "2026-12-24"]
        assert walls(occurrences(consortium, event))[3:] == [f"{day}T12:30" for day in days]


def test_every_occurrence_of_what_one_may_see_is_listed_in_order(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    weekly = published(consortium)
    once = published(consortium, recurrence=None, title="Fair", **FAIR)
    staff(consortium).post(EVENTS, json=a_clinic(consortium, title="Draft"))
    asked = {"from": "2026-12-06", "to": "2026-12-19", "limit": 2}
    first = consortium.http.get("/api/v1/occurrences", params=asked).json()
    rest = consortium.http.get("/api/v1/occurrences", params={**asked, "cursor": first["next"]}).json()
    found = [
        (item["event_id"], item["starts_at"][:16], item["event"]["title"]) for item in first["items"] + rest["items"]
    ]
    assert found == [
        (once["id"], "2026-12-12T09:00", "Fair"),
        (weekly["id"], "2026-12-12T10:00", "Saturday clinic"),
        (weekly["id"], "2026-12-19T10:00", "Saturday clinic"),
    ]
    assert rest["next"] is None
    named = consortium.http.get("/api/v1/occurrences", params={"q": "fair"}).json()["items"]
    assert [item["title"] for item in named] == ["Fair"]


def test_what_is_told_of_a_series_says_its_rule_and_what_comes_next(consortium: Consortium, clock_at: Clock) -> None:
    clock_at("2026-11-22T18:00Z")
    event = published(consortium)
    one_changed(consortium, event, "2026-12-12T10:00", title="Flu shots")
    [told] = consortium.told("event_changed")
    assert told["rule"] == "FREQ=WEEKLY;BYDAY=SA"
    assert [each["key"] for each in told["happenings"]] == _saturdays("2026-12-05", 17, but=("2026-12-26",))
    assert [each["title"] for each in told["happenings"]][:3] == [None, "Flu shots", None]
