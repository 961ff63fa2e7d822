"""What repeats in a foreign calendar, day by day: rules, further days, days left out, and what was moved."""

from collections.abc import Iterator
from datetime import datetime, timedelta, tzinfo
from itertools import islice
from typing import Any

import icalendar
from dateutil.rrule import rrule, rruleset, rrulestr

from services.events.sources.zones import Zones

HORIZON = timedelta(days=366)
_OFTEN_ENOUGH = {"YEARLY", "MONTHLY", "WEEKLY", "DAILY"}
_MOST = 10_000


class TooOften(ValueError):
    """It repeats more often than events do."""


def repeats(event: icalendar.Event) -> bool:
    """Whether the event is one of several."""
    return "RRULE" in event or "RDATE" in event


def moments(event: icalendar.Event, starts: datetime, zones: Zones, now: datetime) -> Iterator[datetime]:
    """When a repeating event begins, each time by the wall, up to a year from now; TooOften for rules by the hour."""
    zone, wall = starts.tzinfo, starts.replace(tzinfo=None)
    assert zone is not None
    until = (now + HORIZON).astimezone(zone).replace(tzinfo=None)
    all_of_them = rruleset()
    all_of_them.rdate(wall)
    for rule in _each(event.get("RRULE")):
        for each in _by(rule, wall, until, zone):
            all_of_them.rdate(each)
    for added in _times(event.get("RDATE"), zones):
        all_of_them.rdate(added.astimezone(zone).replace(tzinfo=None))
    left_out, days_left_out = _left_out(event, zones, zone)
    for each in islice(all_of_them, _MOST):
        if each > until:
            return
        if each not in left_out and each.date() not in days_left_out:
            yield Zones.settled(each.replace(tzinfo=zone))


def _by(rule: icalendar.vRecur, wall: datetime, until: datetime, zone: tzinfo) -> Iterator[datetime]:
    """What a rule says, its end brought forward: some rules name no day at all, and would be searched for ever."""
    said = {name.upper(): value for name, value in rule.items()}
    if not set(map(str, said["FREQ"])) <= _OFTEN_ENOUGH:
        raise TooOften
    count = said.pop("COUNT", [_MOST])[0]
    for end in said.pop("UNTIL", []):
        until = min(until, _on_the_wall(end, zone))
    text = str(icalendar.vRecur(said).to_ical(), "utf-8")  # type: ignore[no-untyped-call]
    made = rrulestr(text, dtstart=wall)
    assert isinstance(made, rrule)
    # The first day counts, whether or not the rule names it.
    others = (each for each in made.replace(until=until) if each != wall)
    return islice(others, min(count, _MOST) - 1)


def _on_the_wall(end: Any, zone: tzinfo) -> datetime:
    if not isinstance(end, datetime):
        return datetime.combine(end, datetime.max.time())
    return end.astimezone(zone).replace(tzinfo=None) if end.tzinfo else end


def _left_out(event: icalendar.Event, zones: Zones, zone: tzinfo) -> tuple[set[datetime], set[Any]]:
    """The times that are left out, and the days: some programs name the day alone."""
    times, days = set(), set()
    for said in _each(event.get("EXDATE")):
        for value in said.dts:
            if isinstance(value.dt, datetime):
                value.params = said.params
                times.add(zones.moment(value).astimezone(zone).replace(tzinfo=None))
            else:
                days.add(value.dt)
    return times, days


def _times(said: Any, zones: Zones) -> Iterator[datetime]:
    for each in _each(said):
        for value in each.dts:
            if isinstance(value.dt, tuple):
                value.dt = value.dt[0]  # a period, of which only the begin matters
            value.params = each.params
            yield zones.moment(value)


def _each(said: Any) -> list[Any]:
    if said is None:
        return []
    return said if isinstance(said, list) else [said]
