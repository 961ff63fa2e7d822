"""A wall time in a zone as a moment; what a clock change makes of it is said, not guessed."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo


class Skipped(Exception):
    """The clocks jump over this wall time, to the one that is given."""

    def __init__(self, to: datetime) -> None:
        super().__init__("no such wall time")
        self.to = to


class Twice(Exception):
    """The clocks go back, and this wall time comes twice: the two moments."""

    def __init__(self, first: datetime, second: datetime) -> None:
        super().__init__("this wall time comes twice")
        self.first, self.second = first, second


def moment(day: date, at: time, zone: str, which: str = "") -> datetime:
    """The moment of a wall time; of two, the `first` or `second`."""
    tz = ZoneInfo(zone)
    first = datetime.combine(day, at, tz)
    second = first.replace(fold=1)
    if first.utcoffset() == second.utcoffset():
        return first
    if first.astimezone(UTC).astimezone(tz).replace(tzinfo=None) != first.replace(tzinfo=None):
        raise Skipped(first.astimezone(UTC).astimezone(tz))
    if which not in {"first", "second"}:
        raise Twice(first, second)
    return first if which == "first" else second
