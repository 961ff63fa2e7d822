"""What of a series is news: another rule, other dates; never that time goes by."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifications.emails.changes import Part, differences, is_near, kind_of
from services.notifications.emails.rendering import event_letter
from services.notifications.emails.repeating import in_words
from services.notifications.emails.wording import Wording
from shared import clock
from tests.notifications.notices import STARTS_AT
from tests.notifications.test_letters import EVENT, TITLES

SATURDAYS = "FREQ=WEEKLY;BYDAY=SA"
LAST = 12  # weeks


def a_date(week: int, **given: Any) -> dict[str, Any]:
    """The Saturday of a week, from ten to twelve, if nothing else is said."""
    starts_at = STARTS_AT + timedelta(weeks=week, hours=given.pop("later", 0))
    facts = {
        "key": f"{STARTS_AT + timedelta(weeks=week, hours=-6):%Y-%m-%dT%H:%M}",
        "starts_at": starts_at.isoformat(),
        "ends_at": (starts_at + timedelta(hours=2)).isoformat(),
        "cancelled": False,
    }
    return facts | dict.fromkeys(("title", "venue", "online_url", "reason")) | given


def a_series(*, since: int = 0, until: int = LAST, but: Any = None, later: int = 0, **given: Any) -> dict[str, Any]:
    """The Saturday screening from one week to another; `but` are dates that differ, by week, null for none then."""
    weeks: dict[int, Any] = {week: a_date(week, later=later) for week in range(since, until)} | (but or {})
    dates = [weeks[week] for week in sorted(weeks) if weeks[week] is not None and week >= since]
    times = {edge: dates[0][edge] for edge in ("starts_at", "ends_at")}
    return {**EVENT, **times, "rule": SATURDAYS, "happenings": dates, **given}


MOVED = a_date(1, later=4)
OFF = a_date(1, cancelled=True, reason="The library is closed.")
CITY_HALL = a_date(2, venue={**EVENT["venue"], "name": "City Hall"})
NEWS: dict[str, tuple[dict[str, Any], dict[str, Any], set[Part]]] = {
    "nothing": (a_series(), a_series(), set()),
    "a changed rule with the same dates": (a_series(), a_series(rule="FREQ=WEEKLY"), set()),
    "one date is moved": (a_series(), a_series(but={1: MOVED}), {"time"}),
    "one date is moved back": (a_series(but={1: MOVED}), a_series(), {"time"}),
    "one date is cancelled": (a_series(), a_series(but={1: OFF}), {"time"}),
    "one date is left out": (a_series(), a_series(but={3: None}), {"time"}),
    "one date comes to it": (a_series(), a_series(until=LAST + 1), {"time"}),
    "one date is elsewhere": (a_series(), a_series(but={2: CITY_HALL}), {"place"}),
    "one date is called otherwise": (a_series(), a_series(but={2: a_date(2, title="Flu shots")}), {"title"}),
    "what was told already": (a_series(but={1: OFF}), a_series(but={1: OFF}), set()),
    "an hour later from now on": (a_series(), a_series(later=1), {"time"}),
    "a single event becomes a series": (EVENT, a_series(), {"time"}),
    "no other date": (a_series(), a_series(summary="Come as you are."), set()),
    "postponed": (a_series(), a_series(state="postponed"), {"time", "state"}),
}


@pytest.mark.parametrize("case", NEWS)
def test_what_is_news_of_a_series(case: str) -> None:
    before, after, parts = NEWS[case]
    assert differences(before, after) == parts


@pytest.mark.parametrize("but", [{}, {0: a_date(0, later=4)}])
def test_that_weeks_go_by_is_no_news(monkeypatch: pytest.MonkeyPatch, but: dict[int, Any]) -> None:
    monkeypatch.setattr(clock, "now", lambda: STARTS_AT + timedelta(days=13))
    assert differences(a_series(until=30, but=but), a_series(since=2, until=32)) == set()


def test_what_happens_to_a_far_date_is_not_urgent_because_the_next_is_near() -> None:
    tomorrow = STARTS_AT - timedelta(hours=10)
    assert kind_of(a_series(), a_series(but={1: MOVED})) == "moved"
    assert not is_near("moved", tomorrow, a_series(), a_series(but={1: MOVED}))
    assert is_near("moved", STARTS_AT + timedelta(days=6, hours=10), a_series(), a_series(but={1: MOVED}))


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
    _, wording = event_letter("moved", a_series(but={1: date}), a_series(), TITLES, "en")
    assert wording.subject == subject
    assert "the others stay" in wording.first_line
    (difference,) = wording.differences
    assert (difference.label, difference.was, difference.now) == (
        "Sat, Dec 12",
        "Sat, Dec 12, 2026, 10:00 AM CST",
        now,
    )


def test_a_series_says_how_it_comes_again_and_when_next() -> None:
    facts = dict(Wording("published", a_series(since=1), None, TITLES, "en").facts)
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
    assert (in_words(rule, STARTS_AT, "en"), in_words(rule, STARTS_AT, "es")) == RULES[rule]
