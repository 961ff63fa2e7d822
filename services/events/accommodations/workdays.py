"""Working days by the wall of a place: Monday to Friday, whatever its clocks do in between."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

_SATURDAY = 5
ANSWERED_WITHIN = 2
WARNED_AFTER = 1


def after(moment: datetime, days: int, zone: str) -> datetime:
    """The same time by the wall, so many working days later; a day that begins on a weekend does not count."""
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    while days:
        wall += timedelta(days=1)
        if wall.weekday() < _SATURDAY:
            days -= 1
    return wall.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
