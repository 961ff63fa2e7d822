"""How an event comes again: from the form to the rule and back, and in words."""

from datetime import datetime
from typing import Any

import pytest

from services.portal import repeats
from tests.portal.visitors import a_visitor

STARTS = datetime.fromisoformat("2026-12-05T10:00:00-06:00")
BLANK: dict[str, Any] = dict.fromkeys(repeats.TEXTS, "") | {"repeats_on": []}

# What was chosen → the rule. December 5, 2026 is the first Saturday of its month.
CHOSEN: list[tuple[dict[str, Any], str]] = [
    ({"repeats": "DAILY"}, "FREQ=DAILY"),
    ({"repeats": "DAILY", "repeats_every": "3"}, "FREQ=DAILY;INTERVAL=3"),
    ({"repeats": "WEEKLY"}, "FREQ=WEEKLY;BYDAY=SA"),
    ({"repeats": "WEEKLY", "repeats_on": ["SA", "WE"], "repeats_every": "2"}, "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SA"),
    ({"repeats": "MONTHLY", "repeats_count": "6"}, "FREQ=MONTHLY;COUNT=6"),
    ({"repeats": "WEEKDAY"}, "FREQ=MONTHLY;BYDAY=1SA"),
    ({"repeats": "RULE", "repeats_rule": "FREQ=YEARLY"}, "FREQ=YEARLY"),
]


@pytest.mark.parametrize(("chosen", "rule"), CHOSEN)
def test_what_is_chosen_is_a_rule_and_the_rule_shows_what_was_chosen(chosen: dict[str, Any], rule: str) -> None:
    flaws: dict[str, str] = {}
    values = BLANK | chosen | {"repeats_not": "2026-12-26\n2026-12-19", "repeats_until": ""}
    given = repeats.body(values, STARTS, flaws, a_visitor())
    assert flaws == {}
    assert given == {"rule": rule, "until_local": None, "exdates": ["2026-12-19", "2026-12-26"]}
    shown = repeats.shown({"recurrence": given, "starts_at": STARTS.isoformat()})
    assert repeats.body(shown, STARTS, flaws, a_visitor()) == given
    assert shown["repeats"] == chosen["repeats"]


def test_what_takes_place_once_has_no_rule() -> None:
    assert repeats.body(BLANK, STARTS, {}, a_visitor()) is None
    assert repeats.shown({"recurrence": None}) == BLANK


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"repeats_every": "two"}, "repeats_every"),
        ({"repeats_every": "0"}, "repeats_every"),
        ({"repeats_count": "-1"}, "repeats_count"),
        ({"repeats_count": "3", "repeats_until": "2027-01-01"}, "repeats_count"),
        ({"repeats_not": "tomorrow"}, "repeats_not"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(wrong: dict[str, str], field: str) -> None:
    flaws: dict[str, str] = {}
    repeats.body(BLANK | {"repeats": "DAILY"} | wrong, STARTS, flaws, a_visitor())
    assert list(flaws) == [field]


@pytest.mark.parametrize(
    ("rule", "until", "english", "spanish"),
    [
        ("FREQ=WEEKLY;BYDAY=SA", None, "Every week: Saturday", "Cada semana: sábado"),
        (
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE,SA",
            None,
            "Every 2 weeks: Wednesday, Saturday",
            "Cada 2 semanas: miércoles, sábado",
        ),
        ("FREQ=MONTHLY;BYDAY=1SA", None, "Every month: the first Saturday", "Cada mes: el primer sábado"),
        ("FREQ=MONTHLY;BYDAY=-1FR", None, "Every month: the last Friday", "Cada mes: el último viernes"),
        ("FREQ=DAILY;COUNT=3", None, "Every day, 3 times", "Cada día, 3 veces"),
        ("FREQ=YEARLY", None, "Every year", "Cada año"),
        (
            "FREQ=DAILY",
            "2027-03-27",
            "Every day, until Saturday, March 27, 2027",
            "Cada día, hasta el sábado, 27 de marzo de 2027",
        ),
    ],
)
def test_a_rule_is_read_in_words(rule: str, until: str | None, english: str, spanish: str) -> None:
    event = {"recurrence": {"rule": rule, "until_local": until, "exdates": []}}
    assert repeats.in_words(event, a_visitor()) == english
    assert repeats.in_words(event, a_visitor("es")) == spanish
