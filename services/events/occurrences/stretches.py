"""Stretches of a series: from one day on, one rule, one time of day, one way of calling it.

A series has one until somebody changes what is to come while something of it is past, or from one occurrence on: then
what was stays as a stretch that ends there, and another begins. Calendars know each by its own UID (the first by the
event's), for what is past must stay as it was in them, too.
"""

from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.events.calendar.wall import Moment
from services.events.occurrences import rules

_DATE = len("2026-12-05")


@dataclass(frozen=True)
class Stretch:
    """What is kept of one: wall times as they are written, so that it is JSON; without a rule it is a single time.

    `words` holds the title, venue, online address and capacity that it had, where the event has others by now.
    """

    uid: str
    starts_local: str
    ends_local: str
    time_zone: str
    rule: str | None = None
    until_local: str | None = None
    exdates: list[str] = field(default_factory=list)
    words: dict[str, Any] = field(default_factory=dict)

    @property
    def first(self) -> datetime:
        """The wall time of its first occurrence."""
        return datetime.fromisoformat(self.starts_local)

    @property
    def length(self) -> timedelta:
        """How long clocks on the wall say that each takes."""
        return datetime.fromisoformat(self.ends_local) - self.first

    @property
    def parts(self) -> dict[str, str]:
        """Its rule's parts."""
        return rules.parts_of(self.rule) if self.rule else {"FREQ": "DAILY", "COUNT": "1"}

    @property
    def until(self) -> datetime | None:
        """The last wall time at which one may begin; a day is meant whole."""
        if self.until_local is None:
            return None
        until = datetime.fromisoformat(self.until_local)
        return datetime.combine(until, time.max) if len(self.until_local) == _DATE else until

    @property
    def is_endless(self) -> bool:
        """Whether it has neither a last day nor a number of times."""
        return self.until_local is None and "COUNT" not in self.parts

    def ruled(self, reach: datetime | None = None, most: int = rules.LIMIT + 1) -> list[datetime]:
        """The wall times that its rule has, those that are left out among them, no further than `reach`."""
        ends = [end for end in (self.until, reach) if end is not None]
        return rules.starts(self.parts, self.first, min(ends) if ends else None, most)

    def left_out(self, local: datetime) -> bool:
        """Whether this one of its rule is left out."""
        return not {f"{local:%Y-%m-%d}", f"{local:%Y-%m-%dT%H:%M}"}.isdisjoint(self.exdates)

    def starts(self, reach: datetime | None = None, most: int = rules.LIMIT + 1) -> list[datetime]:
        """The wall times of its occurrences, no further than `reach`."""
        return [local for local in self.ruled(reach, most) if not self.left_out(local)]

    def times(self, local: datetime) -> tuple[Moment, Moment]:
        """When the occurrence at this wall time begins and ends.

        Its end is the wall's, too: a night from 10 PM to 6 AM ends at 6 AM when clocks change in between.
        """
        begin, end = occurring(local, self.time_zone), occurring(local + self.length, self.time_zone)
        return begin, end if end.at > begin.at else seen(begin.at + self.length, self.time_zone)

    def until_before(self, local: datetime) -> "Stretch | None":
        """What there is of it before a wall time; None when there is nothing."""
        before = [each for each in self.ruled(local) if each < local]
        if not before:
            return None
        ending = {name: value for name, value in self.parts.items() if name != "COUNT"}
        return replace(self, rule=rules.written(ending) if self.rule else None, until_local=written(before[-1]))

    def counted_from(self, local: datetime) -> str | None:
        """Its rule for what is left of it from a wall time on: a number of times is less by those that were."""
        if self.rule is None or "COUNT" not in self.parts:
            return self.rule
        were = sum(each < local for each in self.ruled(local))
        return rules.written(self.parts | {"COUNT": str(max(int(self.parts["COUNT"]) - were, 1))})

    def kept(self) -> dict[str, Any]:
        """As it is kept with its event."""
        return asdict(self)


def occurring(local: datetime, zone: str) -> Moment:
    """When clocks show this wall time, by RFC 5545, section 3.3.5.

    Of two times in a fold it is the first. In a gap it has the offset that clocks had before, so that they show an
    hour later: 02:30 is 03:30 on that day.
    """
    return seen(local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC), zone)


def seen(at: datetime, zone: str) -> Moment:
    """What clocks show at an instant."""
    return Moment(at.astimezone(ZoneInfo(zone)).replace(tzinfo=None), at.astimezone(UTC))


def written(local: datetime) -> str:
    """A wall time as it is written, and as the key of an occurrence."""
    return f"{local:%Y-%m-%dT%H:%M}"
