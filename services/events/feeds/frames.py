"""What calendars have around their events: whose they are, when to come again, and the zones that they name."""

from datetime import date, timedelta
from functools import lru_cache
from uuid import NAMESPACE_URL, uuid5

import icalendar

from shared import clock
from shared.settings import settings

_REFRESHED_EVERY = timedelta(hours=1)
_END = "END:VCALENDAR\r\n"


def calendar(fragments: str, zones: list[str], name: str = "", path: str = "/calendar.ics") -> str:
    """A calendar of these fragments; of the whole consortium, unless it has a name of its own and another path."""
    return _head(name, path) + "".join(_zone(zone, clock.now().year) for zone in zones) + fragments + _END


@lru_cache(maxsize=1024)
def _head(name: str, path: str) -> str:
    """Everything that comes before the first zone (RFC 7986)."""
    source = f"{settings().url}{path}"
    whole = icalendar.Calendar.new(
        prodid=f"-//{settings().consortium}//Calendar//EN",
        uid=uuid5(NAMESPACE_URL, source),
        name=f"{name} · {settings().consortium}" if name else settings().consortium,
        url=settings().url,
        source=source,
    )
    # RFC 7986, section 5.7, has no default: without its kind the value is not read.
    whole.add("refresh-interval", _REFRESHED_EVERY, {"value": "DURATION"})
    return str(whole.to_ical(), "utf-8").removesuffix(_END)


@lru_cache(maxsize=1024)
def _zone(name: str, year: int) -> str:
    """The zone's VTIMEZONE for the years around this one."""
    zone = icalendar.Timezone.from_tzid(name, first_date=date(year - 2, 1, 1), last_date=date(year + 10, 1, 1))
    return str(zone.to_ical(), "utf-8")
