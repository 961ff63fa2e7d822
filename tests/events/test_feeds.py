"""The public calendar, read back by a library that knows nothing of ours."""

from datetime import UTC, timedelta
from typing import Any

import icalendar
import pytest

from shared import clock
from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.test_times import EVENTS_OF_TRAPS, REFUSED, _instant


def _read(text: str) -> list[icalendar.Event]:
    calendar = icalendar.Calendar.from_ical(text)
    assert isinstance(calendar, icalendar.Calendar)
    assert calendar.get_missing_tzids() == set()
    return calendar.events


def _feed(consortium: Consortium) -> list[icalendar.Event]:
    answer = consortium.http.get("/calendar.ics", headers={"Accept": "text/calendar"})
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return _read(answer.text)


def test_an_event_comes_back_as_it_was_published(consortium: Consortium) -> None:
    event = consortium.published(
        title="Bread, soup; and \\ hope",
        summary="First line\nsecond, line",
        starts_at="2031-05-10T09:00:00-05:00",
        ends_at="2031-05-10T10:00:00-05:00",
        time_zone="America/Chicago",
        topics=["Food", "Care, daily"],
        online_url="https://meet.example.org/a,b;c",
        venue={"name": "Hall; 3", "street": "1455 Harbor Lane", "locality": "St. Louis", "region": "MO"},
    )
    [shown] = _feed(consortium)
    assert shown["SUMMARY"] == event["title"]
    assert shown["DESCRIPTION"] == "First line\nsecond, line\n\nStep-free from the street.\naccess@example.org"
    assert (shown["UID"], shown["SEQUENCE"], shown["STATUS"]) == (event["uid"], 0, "CONFIRMED")
    assert shown.categories == event["topics"]
    assert shown["URL"] == f"http://consortium.test/events/{event['id']}"
    assert shown["CONFERENCE"] == event["online_url"]
    assert shown["LOCATION"] == "Hall; 3, 1455 Harbor Lane, St. Louis, MO"
    assert shown["DTSTART"].params["TZID"] == "America/Chicago"
    assert shown.start.astimezone(UTC) == _instant(event["starts_at"])
    assert shown.end.astimezone(UTC) == _instant(event["ends_at"])


def test_the_calendar_says_whose_it_is_and_when_to_come_again(consortium: Consortium) -> None:
    text = consortium.http.get("/calendar.ics").text
    assert "NAME:Two Rivers Health Consortium\r\n" in text
    assert "REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in text
    assert text.count("BEGIN:VCALENDAR") == text.count("END:VCALENDAR\r\n") == 1
    assert consortium.http.get("/calendar.ics").text == text


def test_moving_and_cancelling_raise_the_sequence_of_the_same_uid(consortium: Consortium) -> None:
    event = consortium.published()
    later = event["starts_at"].replace("T18:00", "T18:30")
    moved = changed(consortium.coordinator, event, starts_at=later).json()
    consortium.coordinator.post(f"{EVENTS}/{event['id']}/cancellation", json={"reason": "The hall is closed."})
    [shown] = _feed(consortium)
    assert (shown["UID"], shown["SEQUENCE"], shown["STATUS"]) == (event["uid"], 2, "CANCELLED")
    assert shown["DESCRIPTION"].startswith("The hall is closed.")
    assert shown.start.astimezone(UTC) == _instant(moved["starts_at"])


@pytest.mark.parametrize(
    ("facts", "statuses"),
    [
        ({"state": "published"}, ["CONFIRMED"]),
        ({"state": "postponed"}, ["TENTATIVE"]),
        ({"state": "cancelled"}, ["CANCELLED"]),
        ({"state": "draft"}, []),
        ({"state": "submitted"}, []),
        ({"state": "completed"}, ["CONFIRMED"]),
        ({"visibility": "members"}, []),
        ({"visibility": "private"}, []),
    ],
    ids=str,
)
def test_the_feed_has_what_is_public_and_told(
    consortium: Consortium, facts: dict[str, Any], statuses: list[str]
) -> None:
    [item] = consortium.imported(consortium.a_record(**facts))
    assert [event["STATUS"] for event in _feed(consortium)] == statuses
    alone = consortium.http.get(f"/events/{item['id']}.ics")
    assert [event["STATUS"] for event in _read(alone.text)] == statuses if statuses else alone.status_code == 404


def test_a_cancelled_event_stays_in_the_feed_for_a_while(consortium: Consortium) -> None:
    consortium.imported(consortium.a_record(state="cancelled"))
    consortium.execute("UPDATE events SET cancelled_at = now() - interval '29 days'")
    assert len(_feed(consortium)) == 1
    consortium.execute("UPDATE events SET cancelled_at = now() - interval '31 days'")
    assert _feed(consortium) == []


def test_the_traps_come_back_whole_and_folded_between_letters(consortium: Consortium) -> None:
    soon = clock.now() - timedelta(days=80)
    traps = [trap for trap in EVENTS_OF_TRAPS if trap["expect"] not in REFUSED]
    records = [
        {name: trap[name] for name in ("uid", "title", "starts_local", "ends_local", "time_zone", "state")}
        | {"external_id": trap["id"], "host_id": str(consortium.host)}
        for trap in traps
    ]
    consortium.imported(*records)
    raw = consortium.http.get("/calendar.ics").content
    assert all(len(line) <= 75 for line in raw.split(b"\r\n"))
    assert b"\n" not in raw.replace(b"\r\n", b"")
    shown = {event["UID"]: event for event in _read(raw.decode())}
    for trap in traps:
        expected = _instant(str(trap.get("starts_utc") or trap["starts_utc_first"]))
        if expected > soon:
            event = shown.pop(trap["uid"])
            assert event["SUMMARY"] == trap["title"]
            assert event.start.astimezone(UTC) == expected
    assert shown == {}


def test_the_second_of_two_hours_is_given_as_an_instant(consortium: Consortium) -> None:
    consortium.published(
        starts_at="2031-11-02T01:30:00-06:00", ends_at="2031-11-02T03:30:00-06:00", time_zone="America/Chicago"
    )
    [shown] = _feed(consortium)
    assert shown["DTSTART"].to_ical() == b"20311102T073000Z"
    assert shown["DTEND"].params["TZID"] == "America/Chicago"


def test_a_feed_is_sent_again_only_when_something_has_changed(consortium: Consortium) -> None:
    event = consortium.published()
    for url in ("/calendar.ics", f"/events/{event['id']}.ics"):
        seen = {"If-None-Match": consortium.http.get(url).headers["ETag"]}
        assert consortium.http.get(url, headers=seen).status_code == 304
        event = changed(consortium.coordinator, event, title=f"{event['title']}!").json()
        assert event["title"] in consortium.http.get(url, headers=seen).text


@pytest.mark.parametrize("key", ["nobody", "019afeed-0000-7000-8000-000000000000"])
def test_a_calendar_of_no_event_is_not_found(consortium: Consortium, key: str) -> None:
    answer = consortium.http.get(f"/events/{key}.ics")
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
