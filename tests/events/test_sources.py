"""Members' calendars as sources: what comes in, of what people are told, and what becomes of it afterwards."""

from collections.abc import Iterator

import pytest

from services.events.sources import importing
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


def test_many_come_in_by_and_by_and_nobody_is_told_of_the_last_either(
    consortium: Consortium, source: Following, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "TOGETHER", 3)
    source.reads(*(a_vevent(SUMMARY=f"Class {number}") for number in range(8)))
    assert len(source.events) == 8
    assert consortium.told() == ["event_recorded"] * 8


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
