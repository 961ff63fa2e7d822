"""Which zone a calendar means: by its name, by Windows' word for it, or as the file itself defines it."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, tzinfo
from functools import cache, lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import icalendar
from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

_UTC = ZoneInfo("UTC")
_SAME_EVERYWHERE = {"UTC", "Etc/UTC", "GMT", "Etc/GMT", "Z"}


class Zones:
    """The zones of one calendar, and the one that holds where it names none."""

    def __init__(self, home: str, named: str, defined: Iterable[list[str]]) -> None:
        self.home = ZoneInfo(_known(named) or home)
        self._defined = {name: zone for each in defined for name, zone in _read(each)}
        self.unknown: set[str] = set()

    def moment(self, said: Any) -> datetime:
        """What the wall shows then: the wall of the zone that was named, or of home. A day begins at midnight."""
        at = self.ruled(said)
        return at.astimezone(self.home) if at.tzinfo is _UTC else at

    def ruled(self, said: Any) -> datetime:
        """The same of what comes by a rule: in UTC that is what it says, for no other clocks keep its hour."""
        value: date | datetime = said.dt
        if not isinstance(value, datetime):
            return self.settled(datetime.combine(value, time()).replace(tzinfo=self.home))
        name = str(said.params.get("TZID", ""))
        if not name:
            is_floating = value.tzinfo is None
            return self.settled(value.replace(tzinfo=self.home)) if is_floating else value.astimezone(_UTC)
        known = _known(name)
        if known and known not in _SAME_EVERYWHERE:
            return self.settled(value.replace(tzinfo=ZoneInfo(known)))
        if known:
            return value.replace(tzinfo=_UTC)
        zone = self._defined.get(name)
        if zone is None:
            self.unknown.add(name)
            return self.settled(value.replace(tzinfo=self.home))
        return value.replace(tzinfo=zone).astimezone(self.home)

    @staticmethod
    def settled(on_the_wall: datetime) -> datetime:
        """The same moment as clocks show it: in the hour that spring leaves out, an hour later (RFC 5545, 3.3.5)."""
        return on_the_wall.replace(second=0, microsecond=0).astimezone(UTC).astimezone(on_the_wall.tzinfo)


@lru_cache(maxsize=1024)
def _known(name: str) -> str:
    """The IANA name that is meant: itself, Windows' word for it, or the end of a longer name."""
    name = WINDOWS_TO_OLSON.get(name, name)
    parts = name.split("/")
    ends = ("/".join(parts[-count:]) for count in (len(parts), 3, 2))
    return next((each for each in ends if each in _names()), "")


@cache
def _names() -> frozenset[str]:
    return frozenset(available_timezones())  # a walk through a directory


def _read(lines: list[str]) -> list[tuple[str, tzinfo]]:
    """A zone that the file defines, by its name; none where its rules are not those of a year."""
    if any("RRULE" in line.upper() and "FREQ=YEARLY" not in line.upper() for line in lines):
        return []
    try:
        zone = icalendar.Timezone.from_ical("\r\n".join(lines))
        assert isinstance(zone, icalendar.Timezone)
        return [(zone.tz_name, zone.to_tz(lookup_tzid=False))]
    except Exception:  # as with events: a stranger's definition fails as it likes
        return []
