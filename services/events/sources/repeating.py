"""What repeats in a foreign calendar, as a series from the next time on, with further days each by itself."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Any

import icalendar

from services.events.occurrences import rules
from services.events.sources.zones import Zones

# A series that comes again no sooner is taken when its time is nearer.
_AHEAD = timedelta(days=400)


@dataclass(frozen=True)
class Series:
    """A rule without end of its own, when it ends, and what is left out: wall times, or whole days."""

    rule: str
    until_local: str | None
    exdates: tuple[str, ...]


def repeats(event: icalendar.Event) -> bool:
    """Whether the event comes by a rule."""
    return "RRULE" in event


def series(
    event: icalendar.Event, starts: datetime, ends: datetime, moved: Iterable[datetime], zones: Zones, now: datetime
) -> tuple[datetime, Series] | None:
    """A series, and when it comes next or is going on; None when it does not in the near future.

    `moved` are the times of it that the calendar speaks of apart. Invalid says of a rule that it is not one of ours.
    """
    zone, first = starts.tzinfo, starts.replace(tzinfo=None)
    assert zone is not None
    said: icalendar.vRecur = _each(event["RRULE"])[0]
    parts = rules.parts_of(bytes(said.to_ical()).decode())  # type: ignore[no-untyped-call]
    until = _until(parts, first, zone)
    endless = {name: value for name, value in parts.items() if name not in {"COUNT", "UNTIL"}}
    left_out = _left_out(event, zones, zone) | {_written(each.astimezone(zone)) for each in moved}
    local_now = now.astimezone(zone).replace(tzinfo=None)
    ahead = local_now + _AHEAD
    most = max((ahead - first).days, 0) + 2
    for wall in rules.starts(endless, first, min(until, ahead) if until else ahead, most):
        is_out = {f"{wall:%Y-%m-%d}", _written(wall)} & left_out
        if not is_out and wall + (ends - starts) > local_now:
            end = _written(until) if until else None
            return Zones.settled(wall.replace(tzinfo=zone)), Series(
                rules.written(endless), end, tuple(sorted(left_out))
            )
    return None


def further(event: icalendar.Event, zones: Zones) -> Iterator[datetime]:
    """The times that an event has besides its first and those of its rule."""
    for each in _each(event.get("RDATE")):
        for value in each.dts:
            if isinstance(value.dt, tuple):
                value.dt = value.dt[0]  # a period, of which only the begin matters
            value.params = each.params
            yield zones.moment(value)


def _until(parts: dict[str, str], first: datetime, zone: tzinfo) -> datetime | None:
    """The last wall time at which it may begin; a number of times is counted out."""
    if "COUNT" in parts:
        return (rules.starts(parts, first, None) or [first])[-1]
    if "UNTIL" not in parts:
        return None
    until = parts["UNTIL"]
    if len(until) == len("20261205"):
        return datetime.combine(date(int(until[:4]), int(until[4:6]), int(until[6:])), time(23, 59))
    at = datetime.strptime(until.removesuffix("Z"), "%Y%m%dT%H%M%S").replace(tzinfo=UTC)
    return (at.astimezone(zone) if until.endswith("Z") else at).replace(tzinfo=None)


def _left_out(event: icalendar.Event, zones: Zones, zone: tzinfo) -> set[str]:
    """What is left out: times, and days where a program names the day alone."""
    left_out = set()
    for said in _each(event.get("EXDATE")):
        for value in said.dts:
            if isinstance(value.dt, datetime):
                value.params = said.params
                left_out.add(_written(zones.moment(value).astimezone(zone)))
            else:
                left_out.add(f"{value.dt:%Y-%m-%d}")
    return left_out


def _written(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"


def _each(said: Any) -> list[Any]:
    if said is None:
        return []
    return said if isinstance(said, list) else [said]
