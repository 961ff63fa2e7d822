"""What each kind of change of an event reads like, to whoever follows it and to whoever comes."""

import re
from datetime import datetime
from typing import Any

import icalendar
import pytest
from hypothesis import given

from services.notifications.emails.rendering import event_letter
from services.notifications.notices.calendars import of_event, to_keep
from tests.notifications.builders import NOON
from tests.notifications.test_letters import (
    CANCELLED,
    EVENT,
    MOVED,
    TITLES,
    WORDS,
    _fits_the_wire,
    golden,
    part,
    read,
    written,
)
from tests.notifications.test_series import MOVED as MOVED_DAY
from tests.notifications.test_series import OFF, a_date, a_series

NEXT_WEEK = {**EVENT, "starts_at": "2026-12-12T16:00:00Z", "ends_at": "2026-12-12T18:00:00Z"}
CITY_HALL = {**EVENT, "venue": {**EVENT["venue"], "name": "City Hall"}}
RENAMED = {**EVENT, "title": "Heart and blood pressure screening"}

# Change, what is so now, what was told before, on which days somebody comes (null: she only follows).
CASES: dict[str, tuple[str, dict[str, Any], dict[str, Any] | None, tuple[str, ...] | None]] = {
    "changed": ("changed", RENAMED, EVENT, None),
    "moved.day": ("moved", NEXT_WEEK, EVENT, None),
    "moved.place": ("moved", CITY_HALL, EVENT, None),
    "published.single": ("published", EVENT, None, None),
    "moved.to_whoever_comes": ("moved", MOVED, EVENT, ()),
    "cancelled.to_whoever_comes": ("cancelled", CANCELLED, MOVED, ()),
    "published.series": ("published", a_series(), None, None),
    "moved.series": ("moved", a_series(later=1), a_series(), None),
    "moved.one_date": ("moved", a_series(but={1: MOVED_DAY}), a_series(), (str(a_date(1)["key"]),)),
    "cancelled.one_date": ("moved", a_series(but={1: OFF}), a_series(), (str(a_date(1)["key"]),)),
}


def letter_of(case: str, language: str = "en") -> bytes:
    change, after, before, days = CASES[case]
    told = to_keep(change, after, NOON) if days is None else of_event(change, after, NOON, before, days)
    letter, wording = event_letter(change, after, before, TITLES, language, *told)  # type: ignore[arg-type]
    return written(letter, wording, "follows" if days is None else "registered")


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("case", CASES)
def test_an_email_about_a_change_reads_as_it_was_approved(case: str, language: str) -> None:
    golden(f"{case}.{language}", letter_of(case, language))


@pytest.mark.parametrize("case", CASES)
def test_it_says_what_where_why_and_leads_to_one_place(case: str) -> None:
    message = read(letter_of(case))
    said, shown = part(message, "plain"), part(message, "html")
    assert message["Reply-To"] == "access@example.org"
    assert CASES[case][1]["title"] in message["Subject"]
    assert CASES[case][1]["venue"]["name"] in said
    assert "You get this because" in said
    assert shown.count('<a class="button"') == 1
    assert shown.count("href=") == 2  # the button, and why she gets it
    if CASES[case][0] in {"moved", "changed"}:
        assert 0 < said.index("\n  was: ") < said.index("\n  now: ") < said.index("\nWhen: ")


@pytest.mark.parametrize("case", ["published.single", "moved.day", "moved.place"])
def test_whoever_follows_it_gets_it_as_a_file_that_invites_nobody(case: str) -> None:
    (file,) = read(letter_of(case)).iter_attachments()
    assert (file.get_content_type(), file.get_filename()) == ("text/calendar", "event.ics")
    calendar = icalendar.Calendar.from_ical(file.get_content())
    (event,) = calendar.walk("VEVENT")
    now = CASES[case][1]
    assert (str(calendar["METHOD"]), str(event["UID"]), event["SEQUENCE"]) == ("PUBLISH", now["uid"], 0)
    assert event["DTSTART"].dt == datetime.fromisoformat(now["starts_at"])
    assert (str(event["SUMMARY"]), str(event["STATUS"])) == (now["title"], "CONFIRMED")
    assert str(event["LOCATION"]).startswith(now["venue"]["name"])
    assert "ATTENDEE" not in event


def test_what_is_off_or_comes_again_or_invites_brings_no_file() -> None:
    for case in ("moved.to_whoever_comes", "published.series", "changed"):
        assert list(read(letter_of(case)).iter_attachments()) == []
    assert to_keep("cancelled", CANCELLED, NOON) == to_keep("postponed", {**EVENT, "state": "postponed"}, NOON) == []


@given(title=WORDS, place=WORDS)
def test_whatever_people_write_stays_their_words_in_the_file(title: str, place: str) -> None:
    event = {**EVENT, "title": title, "venue": {**EVENT["venue"], "name": place}}
    letter, wording = event_letter("published", event, None, TITLES, "en", *to_keep("published", event, NOON))
    raw = written(letter, wording, "follows")
    _fits_the_wire(raw)
    (file,) = read(raw).iter_attachments()
    assert len(icalendar.Calendar.from_ical(file.get_content()).walk("VEVENT")) == 1


@given(title=WORDS)
def test_a_subject_reads_as_it_was_written_however_it_is_folded(title: str) -> None:
    letter, wording = event_letter("published", {**EVENT, "title": title}, None, TITLES, "es")
    raw = written(letter, wording, "follows")
    assert read(raw)["Subject"] == wording.subject
    (lines,) = re.findall(rb"(?m)^Subject: (?:.*\r\n)(?: .*\r\n)*", raw)
    assert max(map(len, lines.split(b"\r\n"))) <= 76
