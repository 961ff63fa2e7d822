"""What each kind of change of an event reads like, to whoever follows it and to whoever comes."""

from typing import Any

import pytest

from services.notifications.emails.rendering import event_letter
from services.notifications.notices.calendars import of_event
from tests.notifications.builders import NOON
from tests.notifications.test_letters import CANCELLED, EVENT, MOVED, TITLES, golden, part, read, written
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
    "moved.to_whoever_comes": ("moved", MOVED, EVENT, ()),
    "cancelled.to_whoever_comes": ("cancelled", CANCELLED, MOVED, ()),
    "published.series": ("published", a_series(), None, None),
    "moved.series": ("moved", a_series(later=1), a_series(), None),
    "moved.one_date": ("moved", a_series(but={1: MOVED_DAY}), a_series(), (str(a_date(1)["key"]),)),
    "cancelled.one_date": ("moved", a_series(but={1: OFF}), a_series(), (str(a_date(1)["key"]),)),
}


def letter_of(case: str, language: str = "en") -> bytes:
    change, after, before, days = CASES[case]
    told = of_event(change, after, NOON, before, days) if days is not None else []
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
