"""Whoever comes on single days of a series has those in her calendar, and no others: moved with it, and taken off."""

from datetime import timedelta
from typing import Any

import pytest

from services.notifications.emails.mime import Calendar
from services.notifications.notices.calendars import of_event
from shared.messages import events
from tests.notifications.builders import NOON, a_partner, a_person, registered
from tests.notifications.notices import STARTS_AT, an_occasion, registration_changed
from tests.notifications.stage import Stage
from tests.notifications.test_invitations import Lines, _whole, invitations, lines_of, value
from tests.notifications.test_letters import EVENT
from tests.notifications.test_series import CITY_HALL, MOVED, OFF, a_date, a_series
from tests.sink import Sink

UID = "screening@example.org"
ONE, TWO, THREE = (str(a_date(week)["key"]) for week in (1, 2, 3))
FAR = str(a_date(40)["key"])
AT = {ONE: "20261212T100000", TWO: "20261219T100000", THREE: "20261226T100000", FAR: "20270911T100000"}
HALL = {**EVENT["venue"], "name": "City Hall"}

# By hand: what has become of the series, and what calendars are told of these days: (method, which, when).
TOLD: dict[str, tuple[str, dict[str, Any], tuple[str, ...], list[tuple[str, str, str]]]] = {
    "one day is moved": (
        "moved",
        a_series(but={1: MOVED}),
        (ONE, TWO),
        [("REQUEST", AT[ONE], "20261212T140000")],
    ),
    "one day is off": ("moved", a_series(but={1: OFF}), (ONE, TWO), [("CANCEL", AT[ONE], AT[ONE])]),
    "one day is elsewhere": ("moved", a_series(but={2: CITY_HALL}), (ONE, TWO), [("REQUEST", AT[TWO], AT[TWO])]),
    "one day is left out": ("moved", a_series(but={1: None}), (ONE, TWO), [("CANCEL", AT[ONE], AT[ONE])]),
    "one is moved, another off": (
        "moved",
        a_series(but={1: MOVED, 2: a_date(2, cancelled=True)}),
        (ONE, TWO, THREE),
        [("CANCEL", AT[TWO], AT[TWO]), ("REQUEST", AT[ONE], "20261212T140000")],
    ),
    "all of it is an hour later": (
        "moved",
        a_series(later=1),
        (ONE, TWO),
        [("REQUEST", AT[ONE], "20261212T110000"), ("REQUEST", AT[TWO], "20261219T110000")],
    ),
    "all of it is elsewhere": ("moved", a_series(venue=HALL), (TWO,), [("REQUEST", AT[TWO], AT[TWO])]),
    "it is postponed": ("postponed", a_series(state="postponed"), (ONE,), [("CANCEL", AT[ONE], AT[ONE])]),
    "it is cancelled": (
        "cancelled",
        a_series(state="cancelled"),
        (ONE, TWO, FAR),
        [("CANCEL", AT[ONE], AT[ONE]), ("CANCEL", AT[TWO], AT[TWO]), ("CANCEL", AT[FAR], AT[FAR])],
    ),
    "it ends earlier": ("moved", a_series(until=2), (ONE, THREE), [("CANCEL", AT[THREE], AT[THREE])]),
}


def _days(told: list[Calendar]) -> list[tuple[str, str, str]]:
    found = []
    for one in told:
        for lines in _events(_whole(one)):
            assert value(lines, "UID") == UID
            found.append((one.method, value(lines, "RECURRENCE-ID"), value(lines, "DTSTART")))
    return found


def _events(raw: bytes) -> list[Lines]:
    """The lines of each VEVENT."""
    lines = lines_of(raw)
    begins = [at for at, line in enumerate(lines) if line == ("BEGIN", {}, "VEVENT")]
    return [lines[begin:end] for begin, end in zip(begins, [*begins[1:], len(lines)], strict=True)]


@pytest.mark.parametrize("case", TOLD)
def test_what_calendars_are_told_of_somebodys_days(case: str) -> None:
    change, after, days, expected = TOLD[case]
    assert _days(of_event(change, after, NOON, a_series(), days)) == expected


def test_a_day_that_was_told_to_be_off_or_is_over_is_not_taken_off_again() -> None:
    off = a_series(but={1: OFF})
    assert of_event("cancelled", {**off, "state": "cancelled"}, NOON, off, (ONE,)) == []
    assert of_event("cancelled", a_series(state="cancelled"), STARTS_AT + timedelta(days=8), a_series(), (ONE,)) == []


def test_what_one_day_is_called_and_where_it_is_stands_in_the_calendar() -> None:
    day = a_date(1, title="Flu shots", venue=HALL)
    (told,) = of_event("moved", a_series(but={1: day}), NOON, a_series(), (ONE,))
    assert value(lines_of(_whole(told)), "SUMMARY") == "Flu shots"
    assert value(lines_of(_whole(told)), "LOCATION").startswith("City Hall")


def _step(stage: Stage, sink: Sink, *messages: Any) -> dict[str, tuple[str, str, int]]:
    """By address, what was told then: the method, when it is, and the sequence."""
    sink.contents.clear()
    stage.hear(*messages)
    stage.clock.pass_(minutes=6)
    stage.tell()
    stage.send(sink.url)
    told = {}
    for to, method, raw in invitations(sink):
        lines = lines_of(raw)
        assert (value(lines, "UID"), value(lines, "ATTENDEE")) == (UID, f"mailto:{to}")
        assert value(lines, "RECURRENCE-ID") == AT[{"bea": ONE, "gil": TWO}[to.partition("@")[0]]]
        told[to.partition("@")[0]] = (method, value(lines, "DTSTART"), int(value(lines, "SEQUENCE")))
    return told


def _changed(version: int, **given: Any) -> events.EventChanged:
    return events.EventChanged(**a_series(**given) | {"version": version, "sequence": version - 1})


def _comes(name: str, week: int, **given: Any) -> Any:
    day = a_date(week)
    occasion = an_occasion(starts_at=STARTS_AT + timedelta(weeks=week))
    return registration_changed(name, occurrence=day["key"], occasion=occasion, **given)


def test_a_day_moves_with_its_series_and_ends_with_it_under_one_name_with_a_rising_sequence(
    stage: Stage, sink: Sink
) -> None:
    sink.keep = True
    stage.hear(a_partner(), a_person("ana", role_at="clinic"), a_person("bea"))
    stage.hear(events.EventPublished(**a_series()))
    by_address = {"name": "Gil", "email": "gil@example.org", "language": "es"}
    ended = registered("bea", occurrence=ONE, version=2)  # as events tells of whoever had a place that day
    steps = [
        _step(stage, sink, _comes("bea", 1), _comes("gil", 2, registrant=by_address)),
        _step(stage, sink, _changed(2, later=1)),
        _step(stage, sink, _changed(3, later=1, but={2: a_date(2, later=4)})),
        _step(stage, sink, _changed(4, later=2)),
        _step(stage, sink, _changed(5, later=2, but={1: OFF}), ended),
        _step(
            stage,
            sink,
            events.EventCancelled(
                **a_series(later=2, but={1: OFF}, state="cancelled") | {"version": 6, "sequence": 5}
            ),
        ),
    ]
    expected = [
        {"bea": ("REQUEST", AT[ONE]), "gil": ("REQUEST", AT[TWO])},
        {"bea": ("REQUEST", "20261212T110000"), "gil": ("REQUEST", "20261219T110000")},
        {"gil": ("REQUEST", "20261219T140000")},
        {"bea": ("REQUEST", "20261212T120000"), "gil": ("REQUEST", "20261219T120000")},
        {"bea": ("CANCEL", AT[ONE])},
        {"gil": ("CANCEL", "20261219T120000")},
    ]
    assert [{who: told[:2] for who, told in step.items()} for step in steps] == expected
    for who in ("bea", "gil"):
        sequences = [step[who][2] for step in steps if who in step]
        assert sequences == sorted(set(sequences))
