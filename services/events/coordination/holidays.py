"""Federal holidays of the United States (5 U.S.C. 6103), and the days on which they are observed."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache

OBSERVED = " (observed)"
_MONDAY, _THURSDAY, _SATURDAY, _SUNDAY = 0, 3, 5, 6


@lru_cache(maxsize=256)
def holidays(year: int) -> dict[date, str]:
    """The year's days on which offices are closed, with what for."""
    # New Year's Day on a Saturday is observed in the year before.
    days = [*_fixed(year), *_movable(year), (date(year + 1, 1, 1), "New Year's Day")]
    named = {day: name for day, name in days if day.year == year}
    return _observed(days, year) | named


def _fixed(year: int) -> Iterator[tuple[date, str]]:
    yield date(year, 1, 1), "New Year's Day"
    yield date(year, 6, 19), "Juneteenth"
    yield date(year, 7, 4), "Independence Day"
    yield date(year, 11, 11), "Veterans Day"
    yield date(year, 12, 25), "Christmas Day"


def _movable(year: int) -> Iterator[tuple[date, str]]:
    yield _nth(3, _MONDAY, date(year, 1, 1)), "Martin Luther King Jr. Day"
    yield _nth(3, _MONDAY, date(year, 2, 1)), "Presidents' Day"
    yield _nth(1, _MONDAY, date(year, 5, 25)), "Memorial Day"  # the last one of May
    yield _nth(1, _MONDAY, date(year, 9, 1)), "Labor Day"
    yield _nth(2, _MONDAY, date(year, 10, 1)), "Columbus Day"
    yield _nth(4, _THURSDAY, date(year, 11, 1)), "Thanksgiving Day"


def _nth(nth: int, weekday: int, since: date) -> date:
    return since + timedelta(days=(weekday - since.weekday()) % 7 + 7 * (nth - 1))


def _observed(days: list[tuple[date, str]], year: int) -> dict[date, str]:
    """The Friday before a Saturday, the Monday after a Sunday."""
    moved = {_SATURDAY: -1, _SUNDAY: 1}
    observed = ((day + timedelta(days=moved[day.weekday()]), name) for day, name in days if day.weekday() in moved)
    return {day: f"{name}{OBSERVED}" for day, name in observed if day.year == year}
