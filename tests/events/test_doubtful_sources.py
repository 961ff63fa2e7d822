"""Members' calendars that are not to be believed: what fails, what is gone, and whom it is told."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.events.calendars import SOURCES, Following, a_calendar, a_site, a_vevent, in_days
from tests.events.consortium import Consortium
from tests.events.foreign_site import ForeignSite


@pytest.fixture
def site() -> Iterator[ForeignSite]:
    with a_site() as there:
        yield there


@pytest.fixture
def source(consortium: Consortium, site: ForeignSite) -> Following:
    return Following(consortium, site).switched_on()


def test_what_is_gone_twice_is_canceled_and_what_is_gone_once_is_not(
    consortium: Consortium, source: Following
) -> None:
    keep, gone = [a_vevent(str(number), SUMMARY=f"Class {number}") for number in range(3)], a_vevent("gone")
    source.reads(*keep, gone)
    source.reads(*keep)
    assert {event["state"] for event in source.events} == {"published"}
    source.reads(*keep, gone)
    source.reads(*keep)
    assert {event["state"] for event in source.events} == {"published"}
    source.reads(*keep)
    assert [event["title"] for event in source.events if event["state"] == "cancelled"] == ["Food pantry"]
    assert consortium.told("event_cancelled")[0]["cancel_reason"]
    assert consortium.told("source_health_changed") == []
    source.reads(*keep, gone)
    assert [event["state"] for event in source.events].count("published") == 4


def test_what_is_over_is_not_gone(consortium: Consortium, source: Following, monkeypatch: pytest.MonkeyPatch) -> None:
    soon = a_vevent("soon", **{"DTSTART;TZID=America/Chicago": in_days(2)})
    late = a_vevent("late", SUMMARY="Later")
    source.reads(soon, late)
    past = "starts_at = now() - interval '3h', ends_at = now() - interval '2h'"
    consortium.execute(f"UPDATE events SET {past} WHERE title = 'Food pantry'")
    for _ in range(3):
        assert source.reads(late)["health"] == "ok"
    assert {event["state"] for event in source.events} == {"published"}


BAD: dict[str, tuple[Any, str]] = {
    "empty": (lambda all_of_it: a_calendar(), "empty"),
    "nothing": (lambda all_of_it: "", "not-a-calendar"),
    "a page": (lambda all_of_it: "<html></html>", "not-a-calendar"),
    "truncated": (lambda all_of_it: all_of_it[: len(all_of_it) * 2 // 3], "truncated"),
    "no end": (lambda all_of_it: all_of_it.replace("END:VCALENDAR\r\n", ""), "truncated"),
    "shrunk": (lambda all_of_it: a_calendar(a_vevent("0", SUMMARY="Class 0")), "shrunk"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_calendar_that_is_not_to_be_believed_cancels_nothing_and_its_owner_is_told_once(
    case: str, consortium: Consortium, source: Following
) -> None:
    feed = [a_vevent(str(number), SUMMARY=f"Class {number}") for number in range(6)]
    source.reads(*feed)
    before, told = source.events, len(consortium.told())
    spoil, code = BAD[case]
    source.site.serves(spoil(a_calendar(*feed)))
    for times in range(1, 4):
        shown = source.reads_again()
        assert shown["health"] == "failing"
        assert [(each["code"], each["times"]) for each in shown["problems"]] == [(code, times)]
    assert source.events == before
    assert consortium.told()[told:] == ["source_health_changed"]
    [said] = consortium.told("source_health_changed")
    assert (said["source_id"], said["partner_id"], said["healthy"]) == (source.id, str(consortium.host), False)
    assert said["problem"]
    assert source.reads(*feed)["health"] == "ok"
    assert [body["healthy"] for body in consortium.told("source_health_changed")] == [False, True]


def test_a_site_that_is_away_for_a_moment_is_nobodys_business(consortium: Consortium, source: Following) -> None:
    source.reads(a_vevent("a"))
    source.site.says(503)
    assert source.reads_again()["health"] == "ok"
    assert consortium.told("source_health_changed") == []
    assert source.reads_again()["health"] == "failing"
    assert len(consortium.told("source_health_changed")) == 1


def test_a_failing_source_is_asked_less_and_less_often(consortium: Consortium, source: Following) -> None:
    source.site.says(404)
    waits = []
    for _ in range(9):
        source.reads_again()
        [(wait,)] = consortium.execute("SELECT round(extract(epoch FROM next_run_at - read_at) / 60) FROM sources")
        waits.append(int(wait))
    assert waits == [15, 30, 60, 120, 240, 480, 960, 1440, 1440]


def test_one_broken_event_spoils_no_other_and_is_counted_by_kind(consortium: Consortium, source: Following) -> None:
    nowhere = a_vevent(SUMMARY="Zone", **{"DTSTART;TZID=Nowhere/At_All": in_days(41)})
    shown = source.reads(
        *(a_vevent(DTSTART="soon") for _ in range(3)),
        a_vevent(SUMMARY=""),
        a_vevent(CLASS="PRIVATE"),
        a_vevent(RRULE="FREQ=SECONDLY"),
        a_vevent(SUMMARY="A", DTSTART=in_days(41), DTEND=in_days(40)),
        nowhere,
        a_vevent("fine", SUMMARY="Fine"),
    )
    assert shown["health"] == "ok"
    assert {each["code"]: each["count"] for each in shown["problems"]} == {
        "no-start": 3,
        "no-title": 1,
        "private": 1,
        "repeats-otherwise": 1,
        "end-before-start": 1,
        "unknown-zone": 1,
    }
    assert {event["title"] for event in source.events} == {"Fine", "Zone"}


def test_what_can_no_longer_be_read_has_not_gone(consortium: Consortium, source: Following) -> None:
    keep = [a_vevent(str(number), SUMMARY=f"Class {number}") for number in range(3)]
    source.reads(*keep, a_vevent("a"))
    for spoiled in (a_vevent("a", SUMMARY=""), a_vevent("a", RRULE="FREQ=HOURLY"), a_vevent("a", DTSTART="soon")):
        source.reads(*keep, spoiled)
    assert {event["state"] for event in source.events} == {"published"}


def test_what_has_not_changed_is_not_sent_again_and_changes_nothing(
    consortium: Consortium, source: Following
) -> None:
    source.reads(a_vevent("a"), ETag='"1"')
    before = source.everything
    assert source.reads_again()["health"] == "ok"
    assert source.everything == before
    assert [asked.get("If-None-Match") for asked in source.site.asked] == [None, '"1"']


def test_what_cannot_be_published_waits_as_a_draft_and_is_counted(consortium: Consortium, site: ForeignSite) -> None:
    silent = consortium.partner(accessibility_statement="", accessibility_contact="")
    body = {"partner_id": str(silent), "title": "Pantry", "url": site.url()}
    answer = consortium.office.post(SOURCES, json=body)
    consortium.office.post(f"{SOURCES}/{answer.json()['id']}/activation")
    source = Following(consortium, site)
    source.id = answer.json()["id"]
    site.serves(a_calendar(a_vevent("a")))
    source.reads_again()
    assert [event["state"] for event in source.events] == ["draft"]
    shown = consortium.office.get(f"{SOURCES}/{source.id}").json()
    assert [(each["code"], each["count"]) for each in shown["problems"]] == [("not-published", 1)]
