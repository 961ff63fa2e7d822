"""A calendar that is read again and again: nothing changes of itself, and nothing that people said here is lost."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from services.events.sources.reading import Found, read
from shared import clock
from tests.events.calendars import Following, a_calendar, a_site, a_vevent, in_days
from tests.events.consortium import Consortium, changed

NOW = datetime(2026, 11, 22, 18, tzinfo=UTC)
ZONES = ("America/Chicago", "America/New_York", "Africa/Nairobi", "America/Phoenix")


def _found(*vevents: str, zone: str = "America/Chicago", head: str = "") -> list[Found]:
    return read(a_calendar(*vevents, head=head).encode(), zone, NOW).found


# A DTSTART as calendars write it, in a calendar whose home is Chicago; the instant that it means, worked out by hand.
TIMES = {
    "DTSTART;TZID=America/New_York:20261205T100000": "2026-12-05T15:00:00+00:00",
    "DTSTART;TZID=Eastern Standard Time:20261205T100000": "2026-12-05T15:00:00+00:00",
    "DTSTART;TZID=/freeassociation.sourceforge.net/America/New_York:20261205T100000": "2026-12-05T15:00:00+00:00",
    "DTSTART:20261205T150000Z": "2026-12-05T15:00:00+00:00",
    "DTSTART;TZID=UTC:20261205T150000": "2026-12-05T15:00:00+00:00",
    "DTSTART:20261205T090000": "2026-12-05T15:00:00+00:00",
    "DTSTART;VALUE=DATE:20261205": "2026-12-05T06:00:00+00:00",
    "DTSTART;TZID=Ours:20261205T100000": "2026-12-05T15:00:00+00:00",
    "DTSTART;TZID=America/Chicago:20270314T023000": "2027-03-14T08:30:00+00:00",
    "DTSTART;TZID=America/Chicago:20271107T013000": "2027-11-07T06:30:00+00:00",
    "DTSTART;TZID=Africa/Nairobi:20261205T180000": "2026-12-05T15:00:00+00:00",
}
OURS = "\r\n".join(
    [
        "BEGIN:VTIMEZONE",
        "TZID:Ours",
        "BEGIN:STANDARD",
        "DTSTART:19700101T000000",
        "TZOFFSETFROM:-0500",
        "TZOFFSETTO:-0500",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]
)


@pytest.mark.parametrize("line", TIMES)
def test_a_time_means_what_it_says(line: str) -> None:
    name, _, value = line.rpartition(":")
    vevent = f"BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:A\r\n{name}:{value}\r\nEND:VEVENT\r\n"
    [found] = _found(vevent, head=OURS)
    assert found.starts.astimezone(UTC).isoformat() == TIMES[line]


def test_a_calendar_may_say_which_zone_is_its_own() -> None:
    [found] = _found(a_vevent("a", DTSTART="20261205T100000"), head="X-WR-TIMEZONE:Africa/Nairobi\r\n")
    assert (str(found.starts.tzinfo), found.starts.isoformat()) == ("Africa/Nairobi", "2026-12-05T10:00:00+03:00")


def test_without_an_end_it_takes_an_hour_or_the_day() -> None:
    timed, whole = _found(
        a_vevent("a", DTSTART="20261205T100000"), a_vevent("b", **{"DTSTART;VALUE=DATE": "20261206"})
    )
    assert (timed.ends - timed.starts, whole.ends - whole.starts) == (timedelta(hours=1), timedelta(days=1))


def test_words_are_plain_and_where_people_meet_online_is_found() -> None:
    [found] = _found(
        a_vevent(
            "a",
            DTSTART="20261205T100000",
            DESCRIPTION="<p>Bring a bag &amp; a friend.</p>",
            LOCATION="https://meet.example.org/pantry",
            URL="https://pantry.example.org/days",
        )
    )
    assert found.summary == "Bring a bag & a friend.\n\nhttps://pantry.example.org/days"
    assert found.online_url == "https://meet.example.org/pantry"


def _written(form: str, zone: str, at: datetime) -> dict[str, str]:
    """A begin, as calendars write it in one of four forms."""
    return {
        "zoned": {f"DTSTART;TZID={zone}": f"{at:%Y%m%dT%H%M%S}"},
        "utc": {"DTSTART": f"{at:%Y%m%dT%H%M%SZ}"},
        "floating": {"DTSTART": f"{at:%Y%m%dT%H%M%S}"},
        "day": {"DTSTART;VALUE=DATE": f"{at:%Y%m%d}"},
    }[form]


begins = st.tuples(
    st.sampled_from(["zoned", "utc", "floating", "day"]),
    st.sampled_from(ZONES),
    st.datetimes(datetime(2026, 11, 25), datetime(2028, 11, 25)),  # noqa: DTZ001
)
rules = st.sampled_from([None, "FREQ=WEEKLY", "FREQ=DAILY;COUNT=9", "FREQ=MONTHLY;BYDAY=2TU", "FREQ=YEARLY"])


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(feed=st.lists(st.tuples(begins, rules), min_size=1, max_size=8))
def test_read_twice_nothing_changes(
    feed: list[Any], database_of: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)
    consortium = Consortium(database_of("events"))
    vevents = [
        a_vevent(f"{number}", SUMMARY=f"{number}", **_written(*begin), **({"RRULE": rule} if rule else {}))
        for number, (begin, rule) in enumerate(feed)
    ]
    with a_site() as site:
        source = Following(consortium, site).switched_on()
        source.reads(*vevents)
        assert len(source.events) <= len(vevents)
        before = source.everything
        source.reads(*random.sample(vevents, len(vevents)))
        assert source.everything == before
        consortium.execute("UPDATE sources SET state = 'paused'")


@settings(max_examples=200, deadline=None)
@given(first=st.dates(date(2025, 1, 1), date(2026, 11, 20)), zone=st.sampled_from(ZONES), weeks=st.integers(1, 3))
def test_a_series_goes_on_at_the_same_time_of_the_wall(first: date, zone: str, weeks: int) -> None:
    start = datetime.combine(first, datetime.min.time().replace(hour=9))
    [found] = _found(
        a_vevent("a", **{f"DTSTART;TZID={zone}": f"{start:%Y%m%dT%H%M%S}", "RRULE": f"FREQ=WEEKLY;INTERVAL={weeks}"})
    )
    # By hand: the first of every so many weeks that is not over.
    expected = start
    while expected.replace(tzinfo=ZoneInfo(zone)) + timedelta(hours=1) <= NOW:
        expected += timedelta(weeks=weeks)
    assert found.starts.replace(tzinfo=None) == expected


FIELDS = {"title": "SUMMARY", "summary": "DESCRIPTION", "venue": "LOCATION"}
MINE: dict[str, Any] = {
    "title": "Ours",
    "summary": "Said here.",
    "venue": {"name": "Here"},
    "topics": ["Nutrition"],
    "accessibility": {"statement": "A ramp."},
    "audiences": ["families"],
}


@settings(
    max_examples=2,
    deadline=None,
    phases=[Phase.generate],  # to shrink fifty readings takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(seed=st.integers(0, 2**32), enriched=st.sets(st.sampled_from(sorted(MINE)), min_size=1))
def test_what_people_say_here_survives_fifty_readings(
    seed: int, enriched: set[str], database_of: Callable[..., Any]
) -> None:
    chance = random.Random(seed)
    consortium = Consortium(database_of("events"))
    with a_site() as site:
        source = Following(consortium, site).switched_on()
        uid = f"one-{seed}"
        source.reads(a_vevent(uid), a_vevent(f"other-{seed}", SUMMARY="Another"))
        [event] = [event for event in source.events if event["title"] == "Food pantry"]
        mine = {name: MINE[name] for name in enriched}
        assert changed(consortium.coordinator, event, **mine).status_code == 200
        for _ in range(50):
            said = {name: f"{name} {chance.randrange(4)}" for name in FIELDS.values() if chance.random() < 0.5}
            said["DTSTART;TZID=America/Chicago"] = in_days(chance.choice((40, 41)))
            source.reads(a_vevent(uid, **said), a_vevent(f"other-{seed}", SUMMARY="Another"))
        after = consortium.office.get(f"/api/v1/events/{event['id']}").json()
        assert after["state"] == "published"
        assert {name: _plainly(after[name]) for name in mine} == {
            name: _plainly(value) for name, value in mine.items()
        }
        for name, said_as in FIELDS.items():
            if name not in mine:
                assert _plainly(after[name]) == _plainly(said.get(said_as, _UNSAID[name]))
        consortium.execute("UPDATE sources SET state = 'paused'")


_UNSAID = {"title": "Food pantry", "summary": "", "venue": "Church hall"}


def _plainly(value: Any) -> Any:
    if isinstance(value, dict):
        return value.get("name") or value.get("statement")
    return value
