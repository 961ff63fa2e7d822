"""Members' calendars as sources: what comes in, of what people are told, and what becomes of it afterwards."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.events.calendars import SOURCES, Following, a_calendar, a_site, a_vevent, in_days
from tests.events.consortium import EVENTS, Consortium, changed
from tests.events.foreign_site import ForeignSite


@pytest.fixture
def site() -> Iterator[ForeignSite]:
    with a_site() as there:
        yield there


@pytest.fixture
def source(consortium: Consortium, site: ForeignSite) -> Following:
    return Following(consortium, site).switched_on()


def test_nothing_comes_in_until_a_source_is_switched_on(consortium: Consortium, site: ForeignSite) -> None:
    source = Following(consortium, site)
    site.serves(a_calendar(a_vevent()))
    assert source.reads_again() | {"state": "draft", "health": "unknown", "read_at": None} == source.shown
    assert source.events == []
    assert site.asked == []


def test_a_preview_shows_what_would_come_in_and_writes_nothing(consortium: Consortium, site: ForeignSite) -> None:
    rules = {"kind": "outreach", "kind_rules": [{"word": "clinic", "kind": "clinic_day"}]}
    source = Following(consortium, site, **rules)
    site.serves(a_calendar(a_vevent(), a_vevent(SUMMARY="Eye clinic"), a_vevent(DTSTART="soon")))
    before = source.everything
    answer = consortium.coordinator.post(f"{SOURCES}/{source.id}/preview")
    assert answer.status_code == 200, answer.text
    assert answer.json()["count"] == 2
    assert {item["title"]: item["kind"] for item in answer.json()["items"]} == {
        "Food pantry": "outreach",
        "Eye clinic": "clinic_day",
    }
    assert [(each["code"], each["count"]) for each in answer.json()["problems"]] == [("no-start", 1)]
    assert source.everything == before


def test_a_preview_says_what_is_wrong_with_the_address(consortium: Consortium, site: ForeignSite) -> None:
    source = Following(consortium, site)
    site.serves("<html>Please sign in.</html>")
    answer = consortium.coordinator.post(f"{SOURCES}/{source.id}/preview")
    assert (answer.status_code, answer.json()["code"]) == (422, "not-a-calendar")
    assert answer.json()["errors"][0]["pointer"] == "/url"


@pytest.mark.parametrize("url", ["http://127.0.0.1/", "http://169.254.169.254/", "http://2130706433/", "file:///etc"])
def test_an_address_of_ours_is_not_even_taken(consortium: Consortium, url: str) -> None:
    body = {"partner_id": str(consortium.host), "title": "Ours", "url": url}
    answer = consortium.coordinator.post(SOURCES, json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == "/url"


def test_the_address_that_calendars_give_out_is_taken(consortium: Consortium) -> None:
    body = {"partner_id": str(consortium.host), "title": "Ours", "url": "webcal://calendar.example.org/a.ics"}
    answer = consortium.coordinator.post(SOURCES, json=body)
    assert answer.json()["url"] == "https://calendar.example.org/a.ics"


def test_of_what_is_there_at_first_nobody_is_told_and_of_what_comes_later_everybody(
    consortium: Consortium, source: Following
) -> None:
    first, second = a_vevent("a"), a_vevent("b", SUMMARY="Blood drive")
    shown = source.reads(first)
    assert (shown["health"], shown["problems"]) == ("ok", [])
    assert consortium.told() == ["event_recorded"]
    source.reads(first, second)
    assert consortium.told() == ["event_recorded", "event_published"]
    [event] = [event for event in source.events if event["title"] == "Blood drive"]
    facts = ("state", "host_id", "source_id", "visibility", "time_zone")
    assert [event[name] for name in facts] == [
        "published",
        str(consortium.host),
        source.id,
        "public",
        "America/Chicago",
    ]
    assert event["venue"]["name"] == "Church hall"
    assert event["accessibility"]["statement"] == "Step-free from the street."


def test_what_changes_there_changes_here(consortium: Consortium, source: Following) -> None:
    source.reads(a_vevent("a"))
    source.reads(a_vevent("a", SUMMARY="Food pantry, moved", LOCATION="School"))
    [event] = source.events
    assert (event["title"], event["venue"]["name"], event["sequence"]) == ("Food pantry, moved", "School", 1)
    assert consortium.told() == ["event_recorded", "event_changed"]


def test_what_is_canceled_there_is_canceled_here(consortium: Consortium, source: Following) -> None:
    source.reads(a_vevent("a"))
    source.reads(a_vevent("a", STATUS="CANCELLED"))
    assert [event["state"] for event in source.events] == ["cancelled"]
    before = source.everything
    source.reads(a_vevent("a", STATUS="CANCELLED"))
    assert source.everything == before


def test_rules_say_what_events_begin_with(consortium: Consortium, site: ForeignSite) -> None:
    community = str(consortium.community())
    rules = {
        "place_rule": "always",
        "venue": {"name": "The pantry", "locality": "St. Louis"},
        "community_ids": [community],
        "audiences": ["families"],
        "visibility": "members",
        "import_as": "draft",
        "kind": "outreach",
    }
    source = Following(consortium, site, **rules).switched_on()
    source.reads(a_vevent("a"))
    [event] = source.events
    assert (event["state"], event["visibility"], event["kind"]) == ("draft", "members", "outreach")
    assert (event["venue"]["name"], event["community_ids"], event["audiences"]) == (
        "The pantry",
        [community],
        ["families"],
    )
    assert consortium.told() == []


def test_enrichment_stays_when_the_source_goes_on(consortium: Consortium, source: Following) -> None:
    source.reads(a_vevent("a"))
    [event] = source.events
    mine = {"title": "Pantry for all", "topics": ["Nutrition"], "audiences": ["families"]}
    assert changed(consortium.coordinator, event, **mine).status_code == 200
    source.reads(a_vevent("a", SUMMARY="Food pantry!", DESCRIPTION="Bring a bag.", LOCATION="School"))
    [event] = source.events
    assert {name: event[name] for name in mine} == mine
    assert (event["summary"], event["venue"]["name"]) == ("Bring a bag.", "School")
    source.reads(a_vevent("a", SUMMARY="Pantry for all"))
    source.reads(a_vevent("a", SUMMARY="Anything else"))
    assert source.events[0]["title"] == "Pantry for all"


def test_a_calendar_that_calls_everything_anew_makes_no_duplicates(consortium: Consortium, source: Following) -> None:
    def feed() -> list[str]:
        return [a_vevent(SUMMARY=f"Class {number}") for number in range(5)] + [
            a_vevent(SUMMARY="Walk", RRULE="FREQ=WEEKLY")
        ]

    source.reads(*feed())
    before = source.events
    assert len(before) == 6
    for _ in range(3):
        source.reads(*feed())
        assert source.events == before
    assert consortium.told() == ["event_recorded"] * 6


def test_a_calendar_that_numbers_its_events_through_moves_none(consortium: Consortium, source: Following) -> None:
    titles = ["Walk", "Talk", "Class"]
    source.reads(*(a_vevent(str(number), SUMMARY=title) for number, title in enumerate(titles)))
    before = source.events
    source.reads(*(a_vevent(str(number), SUMMARY=title) for number, title in enumerate(reversed(titles))))
    assert source.events == before


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


def test_a_paused_source_is_left_alone_and_is_read_anew_when_it_goes_on(
    consortium: Consortium, source: Following
) -> None:
    source.reads(a_vevent("a"), ETag='"1"')
    url = f"{SOURCES}/{source.id}"
    assert consortium.coordinator.post(f"{url}/pause").json()["state"] == "paused"
    again = consortium.coordinator.post(f"{url}/pause")
    assert (again.status_code, again.json()["allowed"]) == (409, ["activation"])
    asked = len(source.site.asked)
    source.reads_again()
    assert len(source.site.asked) == asked
    source.switched_on()
    source.reads_again()
    assert source.site.asked[-1].get("If-None-Match") is None


def test_a_series_comes_in_as_a_series_and_what_was_moved_of_it_beside(
    consortium: Consortium, source: Following
) -> None:
    day = in_days(40)
    moved = in_days(48)
    feed = [
        a_vevent("w", RRULE="FREQ=WEEKLY;COUNT=5"),
        a_vevent(
            "w",
            **{"RECURRENCE-ID;TZID=America/Chicago": in_days(47), "DTSTART;TZID=America/Chicago": moved},
        ),
    ]
    source.reads(*feed)
    series, other = source.events
    assert series["recurrence"]["rule"] == "FREQ=WEEKLY"
    assert series["starts_at"][:10].replace("-", "") == day[:8]
    assert series["recurrence"]["exdates"] == [f"{in_days(47, '%Y-%m-%d')}T10:00"]
    assert other["starts_at"][:10].replace("-", "") == moved[:8]
    before = source.everything
    source.reads(*feed)
    assert source.everything == before


def test_another_partners_source_is_not_to_be_found(consortium: Consortium, source: Following) -> None:
    elsewhere = consortium.with_role("coordinator", consortium.partner())
    assert elsewhere.get(f"{SOURCES}/{source.id}").status_code == 404
    assert elsewhere.get(SOURCES).json()["items"] == []
    assert consortium.with_role("viewer", consortium.host).get(f"{SOURCES}/{source.id}").status_code == 403
    assert [each["id"] for each in consortium.coordinator.get(SOURCES).json()["items"]] == [source.id]
    assert consortium.http.get(SOURCES).status_code == 401


def test_no_address_of_a_calendar_is_shown_with_an_event(consortium: Consortium, source: Following) -> None:
    source.reads(a_vevent("a"))
    assert source.site.place not in consortium.http.get(EVENTS).text
