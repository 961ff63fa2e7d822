"""Rules of recurrence: taken and refused by a table, and their days by dateutil alone."""

from datetime import datetime, timedelta
from itertools import islice
from time import process_time

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from services.events.occurrences import rules
from shared.errors import Invalid
from tests.events.consortium import EVENTS, Consortium
from tests.events.series import a_clinic

FIRST = datetime.fromisoformat("2026-12-05T10:00")
PARTS = ["FREQ=DAILY", "FREQ=YEARLY", "BYDAY=MO,-2TU", "BYMONTHDAY=30", "BYMONTH=2", "COUNT=9", "BYSETPOS=3", "X"]
DAYS = st.sampled_from(["MO", "TU", "WE", "TH", "FR", "SA", "SU"])


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        ("FREQ=SECONDLY", "recurrence-limit"),
        ("FREQ=MINUTELY;COUNT=2", "recurrence-limit"),
        ("FREQ=HOURLY;INTERVAL=24", "recurrence-limit"),
        ("FREQ=DAILY;BYHOUR=1,2,3", "recurrence-limit"),
        ("FREQ=DAILY;COUNT=1001", "recurrence-limit"),
        ("FREQ=DAILY;COUNT=999999999", "recurrence-limit"),
        ("FREQ=DAILY;UNTIL=20991231", "recurrence-limit"),
        ("FREQ=DAILY;INTERVAL=100000000", "recurrence-limit"),
        ("FREQ=DAILY;" + "BYSETPOS=" + ",".join(map(str, range(1, 366))), "recurrence-limit"),
        ("FREQ=DAILY;BYSETPOS=1", "invalid-recurrence"),
        ("FREQ=DAILY;INTERVAL=0", "invalid-recurrence"),
        ("FREQ=DAILY;INTERVAL=-1", "invalid-recurrence"),
        ("FREQ=DAILY;COUNT=0", "invalid-recurrence"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "invalid-recurrence"),
        ("FREQ=DAILY;UNTIL=20271301", "invalid-recurrence"),
        ("FREQ=DAILY;FREQ=WEEKLY", "invalid-recurrence"),
        ("FREQ=WEEKLY;BYDAY=1MO", "invalid-recurrence"),
        ("FREQ=WEEKLY;BYMONTHDAY=3", "invalid-recurrence"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "invalid-recurrence"),
        ("FREQ=MONTHLY;BYWEEKNO=3", "invalid-recurrence"),
        ("FREQ=FORTNIGHTLY", "invalid-recurrence"),
        ("INTERVAL=2", "invalid-recurrence"),
        ("DTSTART:20260101T000000\nRRULE:FREQ=DAILY;COUNT=2", "invalid-recurrence"),
        ("FREQ=DAILY;BYDAY=١MO", "invalid-recurrence"),
        ("every week", "invalid-recurrence"),
        ("", "blank"),
        ("FREQ=WEEKLY;BYDAY=MO", "recurrence-start"),
        ("FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "recurrence-start"),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", "recurrence-start"),
        ("FREQ=WEEKLY;BYDAY=SA;BYMONTH=2;BYSETPOS=300", "recurrence-start"),
        ("FREQ=YEARLY;BYMONTHDAY=31;BYMONTH=1;BYSETPOS=" + ",".join(map(str, range(100, 150))), "recurrence-start"),
    ],
)
def test_a_rule_that_is_none_or_too_much_is_refused_at_once(consortium: Consortium, rule: str, code: str) -> None:
    event = a_clinic(consortium, recurrence={"rule": rule})
    consortium.coordinator  # noqa: B018
    began = process_time()  # of CPU: a busy machine is not the rule's fault
    answer = consortium.coordinator.post(EVENTS, json=event)
    assert process_time() - began < 3
    assert (answer.status_code, answer.json()["code"]) == (422, code), answer.text
    assert answer.json()["errors"][0]["pointer"] == "/recurrence/rule"


@pytest.mark.parametrize(
    ("recurrence", "pointer"),
    [
        ({"rule": "FREQ=WEEKLY;COUNT=3", "until_local": "2027-01-01"}, "/recurrence"),
        ({"rule": "FREQ=WEEKLY", "until_local": "2027-02-30"}, "/recurrence/until_local"),
        ({"rule": "FREQ=WEEKLY", "exdates": ["tomorrow"]}, "/recurrence/exdates/0"),
        ({"rule": "FREQ=WEEKLY", "until_local": "2026-12-04"}, "/recurrence/rule"),
        ({"rule": "FREQ=WEEKLY;COUNT=1", "exdates": ["2026-12-05"]}, "/recurrence/rule"),
    ],
)
def test_an_end_or_an_exception_that_makes_no_sense_is_refused(
    consortium: Consortium, recurrence: dict[str, object], pointer: str
) -> None:
    answer = consortium.coordinator.post(EVENTS, json=a_clinic(consortium, recurrence=recurrence))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    ("rule", "until_local"),
    [
        ("FREQ=DAILY;UNTIL=20261210T155959Z", "2026-12-10T09:59"),
        ("FREQ=DAILY;UNTIL=20261210T100000", "2026-12-10T10:00"),
        ("freq=daily;until=20261210", "2026-12-10"),
    ],
)
def test_an_until_within_the_rule_is_kept_by_the_wall(consortium: Consortium, rule: str, until_local: str) -> None:
    answer = consortium.coordinator.post(EVENTS, json=a_clinic(consortium, recurrence={"rule": rule}))
    assert answer.json()["recurrence"]["rule"] == "FREQ=DAILY"
    assert answer.json()["recurrence"]["until_local"] == until_local
    ended = "2026-12-09" if until_local.endswith("09:59") else "2026-12-10"
    assert f"{rules.starts({'FREQ': 'DAILY'}, FIRST, _until(until_local))[-1]:%Y-%m-%d}" == ended


def _until(local: str) -> datetime:
    return datetime.fromisoformat(local if "T" in local else f"{local}T23:59")


@st.composite
def _rules(draw: st.DrawFn) -> str:
    """Rules that have days: for one that has none dateutil alone would look for eight thousand years."""
    frequency = draw(st.sampled_from(["DAILY", "WEEKLY", "MONTHLY", "YEARLY"]))
    names = st.lists(DAYS, min_size=1, max_size=3).map(",".join)
    months = st.lists(st.integers(1, 12).map(str), min_size=1, max_size=6).map(",".join)
    numbered = st.lists(st.tuples(st.sampled_from(["", "1", "2", "-1", "+3"]), DAYS).map("".join), min_size=1)
    days = st.lists(st.sampled_from(["1", "15", "28", "-1", "-7"]), min_size=1, max_size=3).map(",".join)
    of_a_month = st.one_of(
        numbered.map(lambda given: f";BYDAY={','.join(given[:4])}"),
        st.tuples(names, st.sampled_from(["1", "-1", "1,-1"])).map(lambda two: f";BYDAY={two[0]};BYSETPOS={two[1]}"),
        days.map(lambda given: f";BYMONTHDAY={given}"),
    )
    more = {
        "DAILY": st.one_of(st.integers(1, 20).map(lambda every: f";INTERVAL={every}"), names.map(";BYDAY={}".format)),
        "WEEKLY": st.tuples(st.integers(1, 5), names, DAYS).map(
            lambda three: f";INTERVAL={three[0]};BYDAY={three[1]};WKST={three[2]}"
        ),
        "MONTHLY": st.tuples(st.integers(1, 5), of_a_month).map(lambda two: f";INTERVAL={two[0]}{two[1]}"),
        "YEARLY": st.tuples(months, of_a_month).map(lambda two: f";BYMONTH={two[0]}{two[1]}"),
    }
    ends = st.one_of(st.just(""), st.integers(1, 60).map(lambda count: f";COUNT={count}"))
    return f"FREQ={frequency}{draw(more[frequency])}{draw(ends)}"


@settings(max_examples=150, deadline=None)
@given(rule=_rules(), first=st.datetimes(datetime.fromisoformat("2000-01-01"), datetime.fromisoformat("2100-01-01")))
def test_a_rule_has_the_days_that_dateutil_says(rule: str, first: datetime) -> None:
    first = first.replace(second=0, microsecond=0)
    last = first + timedelta(days=900)
    expected = [each for each in islice(rrulestr(rule, dtstart=first), 60) if each <= last]
    assert rules.starts(rules.parts_of(rule), first, last, 60) == expected


@settings(max_examples=200, deadline=None)
@given(rule=st.text(max_size=60) | st.lists(st.sampled_from(PARTS), max_size=5).map(";".join))
def test_whatever_is_written_is_taken_or_refused(rule: str) -> None:
    try:
        parts = rules.parts_of(rule)
    except Invalid as refusal:
        assert refusal.code in {"recurrence-limit", "invalid-recurrence"}
    else:
        assert rules.starts(parts, FIRST, FIRST + timedelta(days=400)) is not None
