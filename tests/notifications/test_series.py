"""What of a series is news: another rule, other dates; never that time goes by."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from services.notifications.emails.changes import Part, differences, is_near, kind_of
from services.notifications.emails.mime import Calendar
from services.notifications.emails.rendering import event_letter
from services.notifications.emails.repeating import in_words
from services.notifications.emails.wording import Wording
from services.notifications.notices import invitations
from tests.notifications.builders import NOON
from tests.notifications.notices import STARTS_AT
from tests.notifications.test_invitations import _whole, lines_of, value
from tests.notifications.test_letters import EVENT, TITLES

SATURDAYS = {
    "starts_local": "2026-12-05T10:00",
    "ends_local": "2026-12-05T12:00",
    "rule": "FREQ=WEEKLY;BYDAY=SA",
    "until_local": "2027-03-27",
    "exdates": ["2026-12-26"],
}


def a_date(key: str, **given: Any) -> dict[str, Any]:
    """A Saturday that is called, or placed, or timed otherwise; at ten in Chicago, if nothing else is said."""
    facts = {"key": key, "state": "scheduled", "starts_at": f"{key}:00-06:00", "ends_at": f"{key[:11]}12:00:00-06:00"}
    return facts | dict.fromkeys(("title", "venue", "online_url", "reason")) | given


def a_series(*changed: dict[str, Any], weeks: int = 0, repeated: Any = SATURDAYS, **given: Any) -> dict[str, Any]:
    """The Saturday screening, so many weeks after its first."""
    starts_at = STARTS_AT + timedelta(weeks=weeks)
    times = {"starts_at": starts_at.isoformat(), "ends_at": (starts_at + timedelta(hours=2)).isoformat()}
    return {**EVENT, **times, "recurrence": {"repeated": [repeated], "changed": list(changed)}, **given}


MOVED = a_date(
    "2026-12-12T10:00", state="moved", starts_at="2026-12-12T14:00:00-06:00", ends_at="2026-12-12T16:00:00-06:00"
)
OFF = a_date("2026-12-12T10:00", state="cancelled", reason="The library is closed.")
NEWS: dict[str, tuple[dict[str, Any], dict[str, Any], set[Part]]] = {
    "a week goes by": (a_series(), a_series(weeks=1), set()),
    "a changed date is over": (a_series(MOVED), a_series(weeks=2), set()),
    "a day that was left out is over": (a_series(), a_series(weeks=6, repeated=SATURDAYS | {"exdates": []}), set()),
    "one date is moved": (a_series(), a_series(MOVED), {"time"}),
    "one date is moved back": (a_series(MOVED), a_series(), {"time"}),
    "one date is cancelled": (a_series(), a_series(OFF), {"time"}),
    "one date is elsewhere": (
        a_series(),
        a_series(a_date("2026-12-19T10:00", venue={**EVENT["venue"], "name": "City Hall"})),
        {"place"},
    ),
    "one date is called otherwise": (a_series(), a_series(a_date("2026-12-19T10:00", title="Flu shots")), {"title"}),
    "what was told already": (a_series(OFF), a_series(OFF, weeks=1), set()),
    "an hour later from now on": (
        a_series(),
        a_series(repeated=SATURDAYS | {"starts_local": "2026-12-05T11:00", "ends_local": "2026-12-05T13:00"}),
        {"time"},
    ),
    "another rule": (a_series(), a_series(repeated=SATURDAYS | {"rule": "FREQ=WEEKLY;BYDAY=SU"}), {"time"}),
    "a single event becomes a series": (EVENT, a_series(), {"time"}),
    "no other place": (a_series(), a_series(summary="Come as you are."), set()),
    "postponed": (a_series(), a_series(state="postponed"), {"time", "state"}),
}


@pytest.mark.parametrize("case", NEWS)
def test_what_is_news_of_a_series(case: str) -> None:
    before, after, parts = NEWS[case]
    assert differences(before, after) == parts


def test_what_happens_to_a_far_date_is_not_urgent_because_the_next_is_near() -> None:
    tomorrow = STARTS_AT - timedelta(hours=10)
    assert kind_of(a_series(), a_series(MOVED)) == "moved"
    assert not is_near("moved", tomorrow, a_series(), a_series(MOVED))
    assert is_near("moved", STARTS_AT + timedelta(days=6, hours=10), a_series(), a_series(MOVED))


SAID = {
    "moved": (
        MOVED,
        "Moved to Sat, Dec 12, 2 PM: Heart-healthy screening",
        "Sat, Dec 12, 2026, 2:00 PM CST",
    ),
    "cancelled": (
        OFF,
        "Cancelled on Sat, Dec 12: Heart-healthy screening",
        "will not take place (The library is closed.)",
    ),
}


@pytest.mark.parametrize("how", SAID)
def test_an_email_about_one_date_says_which_and_that_the_others_stay(how: str) -> None:
    date, subject, now = SAID[how]
    _, wording = event_letter("moved", a_series(date), a_series(), TITLES, "en")
    assert wording.subject == subject
    assert "the others stay" in wording.first_line
    (difference,) = wording.differences
    assert (difference.label, difference.was, difference.now) == (
        "Sat, Dec 12",
        "Sat, Dec 12, 2026, 10:00 AM CST",
        now,
    )


def test_a_series_says_how_it_comes_again_and_when_next() -> None:
    facts = dict(Wording("published", a_series(weeks=1), None, TITLES, "en").facts)
    assert facts["When"] == "every Saturday, 10:00 AM to 12:00 PM; next on Sat, Dec 12, 2026, 10:00 AM CST"


RULES = {
    "FREQ=DAILY": ("every day", "cada día"),
    "FREQ=DAILY;INTERVAL=3": ("every 3 days", "cada 3 días"),
    "FREQ=WEEKLY": ("every Saturday", "cada sábado"),
    "FREQ=WEEKLY;BYDAY=MO,WE,FR": ("every Monday, Wednesday and Friday", "cada lunes, miércoles y viernes"),
    "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH": ("every 2 weeks on Thursday", "cada 2 semanas, jueves"),
    "FREQ=MONTHLY;BYDAY=1SA": ("every first Saturday of the month", "cada primer sábado del mes"),
    "FREQ=MONTHLY;BYDAY=-1FR": ("every last Friday of the month", "cada último viernes del mes"),
    "FREQ=MONTHLY;BYMONTHDAY=15": ("every month on day 15", "cada mes, el día 15"),
    "FREQ=MONTHLY;BYDAY=SA;BYSETPOS=2": ("several times", "varias veces"),
    "FREQ=YEARLY": ("every year", "cada año"),
    "": ("several times", "varias veces"),
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_in_words(rule: str) -> None:
    repeated: Mapping[str, Any] = SATURDAYS | {"rule": rule or None}
    assert (in_words(repeated, "en"), in_words(repeated, "es")) == RULES[rule]


def _invited(*told: Calendar) -> list[tuple[str, str, str]]:
    lines = [lines_of(_whole(one)) for one in told]
    return [
        (one.method, value(said, "RECURRENCE-ID"), value(said, "DTSTART"))
        for one, said in zip(told, lines, strict=True)
    ]


def test_calendars_are_told_of_the_one_date_that_changed() -> None:
    moved = invitations.of_event("moved", a_series(MOVED), NOON, a_series())
    off = invitations.of_event("moved", a_series(OFF), NOON, a_series())
    assert _invited(moved, off) == [
        ("REQUEST", "20261212T100000", "20261212T140000"),
        ("CANCEL", "20261212T100000", "20261212T100000"),
    ]
