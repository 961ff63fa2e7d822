"""What a foreign calendar says, read by us and by recurring-ical-events, which knows nothing of ours: the same."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

import icalendar
import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st

from services.events.calendar.models import Event
from services.events.occurrences import changing, series
from services.events.occurrences.schemas import RecurrenceGiven
from services.events.sources import fields
from services.events.sources.models import Source
from services.events.sources.reading import Found, read
from shared import clock
from tests.events.calendars import Following, a_calendar, a_site
from tests.events.consortium import Consortium
from tests.events.series import occurrences

NOW = datetime(2026, 9, 1, tzinfo=UTC)
UNTIL = datetime(2027, 8, 1, tzinfo=UTC)
HOMES = ("America/Chicago", "Africa/Nairobi")
# On and around both clock changes of the United States.
DAYS = ("2026-10-26", "2026-10-31", "2026-11-01", "2027-03-09", "2027-03-13")
HOURS = ("00:00", "01:30", "09:00", "22:00")
LENGTHS = (timedelta(minutes=45), timedelta(hours=3), timedelta(days=1))
RULES = (
    "FREQ=DAILY;COUNT=30",
    "FREQ=DAILY;INTERVAL=3",
    "FREQ=WEEKLY;COUNT=12",
    "FREQ=WEEKLY;UNTIL={until}",
    "FREQ=MONTHLY;COUNT=5",
)
KINDS = ("America/Chicago", "America/New_York", "Africa/Nairobi", "UTC", "floating", "day")
_uids = count(1)
Times = set[tuple[datetime, datetime]]


class Said:
    """An event as a calendar says it: by a zone's clocks, in UTC, by whatever clocks, or whole days."""

    def __init__(self, kind: str, starts: datetime, length: timedelta, rule: str = "") -> None:
        self.kind = kind
        self.starts = datetime.combine(starts, time()) if kind == "day" else starts
        self.length = timedelta(days=max(length.days, 1)) if kind == "day" else length
        until = self.starts + timedelta(days=60)
        self.rule = rule.format(until=f"{until:%Y%m%d}" if kind in ("day", "floating") else f"{until:%Y%m%dT%H%M%SZ}")
        self.uid, self.lines, self.others = f"{next(_uids)}@example.org", [], []

    def at(self, name: str, local: datetime) -> str:
        """A line with a time."""
        match self.kind:
            case "day":
                return f"{name};VALUE=DATE:{local:%Y%m%d}"
            case "floating":
                return f"{name}:{local:%Y%m%dT%H%M%S}"
            case "UTC":
                return f"{name}:{local:%Y%m%dT%H%M%SZ}"
        return f"{name};TZID={self.kind}:{local:%Y%m%dT%H%M%S}"

    def vevent(self, starts: datetime, *lines: str) -> str:
        """A component of it."""
        times = (self.at("DTSTART", starts), self.at("DTEND", starts + self.length))
        said = ("BEGIN:VEVENT", f"UID:{self.uid}", "SUMMARY:Clinic", *times, *lines, "END:VEVENT", "")
        return "\r\n".join(said)

    def moves(self, local: datetime, to: datetime) -> None:
        """Say of one of its times that it is another."""
        self.others.append(self.vevent(to, self.at("RECURRENCE-ID", local)))

    @property
    def text(self) -> str:
        """All of it."""
        rule = [f"RRULE:{self.rule}"] if self.rule else []
        return a_calendar(self.vevent(self.starts, *rule, *self.lines), *self.others)


def _meant(value: date | datetime, home: str) -> datetime:
    """The instant that the oracle's time means, where it names no zone: by the clocks at home (RFC 5545, 3.3.5)."""
    if not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return (value if value.tzinfo else value.replace(tzinfo=ZoneInfo(home))).astimezone(UTC)


def _by_the_oracle(text: str, home: str, since: datetime = NOW, until: datetime = UNTIL) -> Times:
    # A day more, since what names no zone is asked for as if it were in UTC.
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(text)).between(since, until + timedelta(days=1))
    times = {(_meant(each.start, home), _meant(each.end, home)) for each in found}
    return {(begin, end) for begin, end in times if begin < until}


def _by_us(text: str, home: str) -> Times:
    contents = read(text.encode(), home, NOW)
    assert not contents.problems
    times = {each for found in contents.found for each in _taking_place(found)}
    return {(begin, end) for begin, end in times if begin < UNTIL}


def _taking_place(found: Found) -> Iterator[tuple[datetime, datetime]]:
    """When an event takes place that was imported so."""
    body = fields.given(found, Source(place_rule="named", venue=None), {"times"})
    begin, end = (datetime.fromisoformat(body[edge]) for edge in ("starts_at", "ends_at"))
    if body["recurrence"] is None:
        yield begin.astimezone(UTC), end.astimezone(UTC)
        return
    local = (begin.replace(tzinfo=None), end.replace(tzinfo=None))
    stretch = changing.pattern("uid", *local, body["time_zone"], RecurrenceGiven(**body["recurrence"]))
    event = Event(time_zone=body["time_zone"], sessions=[], state="published")
    series.arrange(event, [stretch], NOW)
    for row in event.occurrences:
        yield row.starts_at, row.ends_at


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(KINDS),
    home=st.sampled_from(HOMES),
    day=st.sampled_from(DAYS),
    hour=st.sampled_from(HOURS),
    length=st.sampled_from(LENGTHS),
    rule=st.sampled_from(RULES),
    data=st.data(),
)
def test_a_series_is_the_one_that_an_independent_library_finds(
    kind: str, home: str, day: str, hour: str, length: timedelta, rule: str, data: st.DataObject
) -> None:
    said = Said(kind, datetime.fromisoformat(f"{day}T{hour}"), length, rule)
    found = recurring_ical_events.of(icalendar.Calendar.from_ical(said.text)).between(NOW, UNTIL)
    walls = sorted(_wall(each.start) for each in found)
    spoken_of = data.draw(st.lists(st.sampled_from(walls[1:]), max_size=4, unique=True))
    for local in spoken_of:
        if data.draw(st.booleans()):
            said.lines.append(said.at("EXDATE", local))
        else:
            said.moves(local, local + timedelta(hours=30) if kind != "day" else local + timedelta(days=250))
    for days in data.draw(st.sets(st.sampled_from([211, 220]), max_size=2)):
        said.lines.append(said.at("RDATE", said.starts + timedelta(days=days, minutes=15)))
    assert _by_us(said.text, home) == _by_the_oracle(said.text, home)


def _wall(value: date | datetime) -> datetime:
    return value.replace(tzinfo=None) if isinstance(value, datetime) else datetime.combine(value, time())


@pytest.mark.parametrize("kind", KINDS)
def test_it_comes_in_and_takes_place_so_and_a_second_reading_changes_nothing(
    kind: str, consortium: Consortium
) -> None:
    begins = datetime.combine(clock.now().date() + timedelta(days=14), time(9))
    said = Said(kind, begins, timedelta(hours=2), "FREQ=WEEKLY;COUNT=50")
    said.lines.append(said.at("EXDATE", begins + timedelta(days=14)))
    said.lines.append(said.at("RDATE", begins + timedelta(days=201)))
    said.moves(begins + timedelta(days=21), begins + timedelta(days=22))
    with a_site() as site:
        source = Following(consortium, site).switched_on()
        site.serves(said.text)
        source.reads_again()
        before = source.everything
        source.reads_again()
        assert source.everything == before
        came = {
            (datetime.fromisoformat(one["starts_at"]), datetime.fromisoformat(one["ends_at"]))
            for event in source.events
            for one in occurrences(consortium, event)
        }
    now = clock.now()
    assert came == _by_the_oracle(said.text, "America/Chicago", now, now + timedelta(days=500))
