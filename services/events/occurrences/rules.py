"""Rules of recurrence (RFC 5545, section 3.3.10): which are taken, and on which days they fall."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from itertools import islice, takewhile

from dateutil.rrule import rrule, rrulestr

from shared.errors import Invalid

LIMIT = 1_000
_LONGEST = 300
_POINTER = "/recurrence/rule"

# The calendar repeats every 400 years, to the day of the week. dateutil looks for a day that there may never be until
# the year 9999: counted from 7,600 years later, it gives up after four centuries instead of eighty, in half a second.
_LATER = 7_600
_LAST = datetime.fromisoformat("2200-12-31T23:59")

_WHOLE = r"[1-9]\d{0,2}"
_DAYS = r"(MO|TU|WE|TH|FR|SA|SU)"
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY|YEARLY",
    "INTERVAL": _WHOLE,
    "COUNT": r"[1-9]\d{0,8}",
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "WKST": _DAYS,
    "BYDAY": rf"([+-]?[1-9]\d?)?{_DAYS}",
    "BYMONTHDAY": r"[+-]?([1-9]|[12]\d|3[01])",
    "BYYEARDAY": rf"[+-]?{_WHOLE}",
    "BYWEEKNO": r"[+-]?([1-9]|[1-4]\d|5[0-3])",
    "BYMONTH": r"[1-9]|1[0-2]",
    "BYSETPOS": rf"[+-]?{_WHOLE}",
}
_LISTS = {"BYDAY", "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO", "BYMONTH", "BYSETPOS"}
# What RFC 5545 forbids beside a frequency.
_NOT_BESIDE = {
    "DAILY": {"BYWEEKNO", "BYYEARDAY"},
    "WEEKLY": {"BYWEEKNO", "BYYEARDAY", "BYMONTHDAY"},
    "MONTHLY": {"BYWEEKNO", "BYYEARDAY"},
    "YEARLY": set(),
}


def parts_of(rule: str, pointer: str = _POINTER) -> dict[str, str]:
    """A rule's parts by their names; Invalid when it is none, or finer than days."""
    if len(rule) > _LONGEST:
        raise limit(f"A rule has at most {_LONGEST} characters.", pointer)
    parts: dict[str, str] = {}
    for part in rule.upper().removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        if (name == "FREQ" and value in {"SECONDLY", "MINUTELY", "HOURLY"}) or name in {
            "BYHOUR",
            "BYMINUTE",
            "BYSECOND",
        }:
            raise limit("An event takes place once a day at most, at its own time of day.", pointer)
        if name == "INTERVAL" and len(value) > 3 and value.isdigit():
            raise limit("An interval is less than 1,000.", pointer)
        values = value.split(",") if name in _LISTS else [value]
        form = _PARTS.get(name)
        if form is None or name in parts or not all(re.fullmatch(form, each, re.ASCII) for each in values):
            raise _invalid(f"“{part[:40]}” is no part of a rule.", pointer)
        parts[name] = value
    _must_fit_together(parts, pointer)
    return parts


def written(parts: dict[str, str]) -> str:
    """A rule of these parts."""
    return ";".join(f"{name}={value}" for name, value in parts.items())


def starts(parts: dict[str, str], first: datetime, until: datetime | None, most: int = LIMIT + 1) -> list[datetime]:
    """The wall times at which a rule has its occurrences, `first` on; `first` itself only if it is one of them.

    At most so many of them, up to `until` and within the years that computers agree on.
    """
    counted = {name: value for name, value in parts.items() if name != "UNTIL"}
    found: rrule = rrulestr(  # type: ignore[assignment]
        written(counted), dtstart=first.replace(year=first.year + _LATER)
    )
    last = min(until, _LAST) if until else _LAST
    return list(islice(takewhile(lambda each: each <= last, _back(found)), most))


def limit(detail: str, pointer: str = _POINTER) -> Invalid:
    """That a rule asks for too much."""
    return Invalid("recurrence-limit", detail, pointer=pointer)


def _back(later: Iterable[datetime]) -> Iterator[datetime]:
    # At the end of its calendar dateutil may stumble over the year 10,000.
    with suppress(ValueError, OverflowError):
        for each in later:
            yield each.replace(year=each.year - _LATER)


def _must_fit_together(parts: dict[str, str], pointer: str) -> None:
    frequency = parts.get("FREQ")
    if frequency is None:
        raise _invalid("A rule names how often: FREQ.", pointer)
    if wrong := _NOT_BESIDE[frequency] & parts.keys():
        raise _invalid(f"{min(wrong)} is not allowed beside FREQ={frequency}.", pointer)
    if frequency in {"DAILY", "WEEKLY"} and re.search(r"\d", parts.get("BYDAY", "")):
        raise _invalid("Only months and years have a first Monday.", pointer)
    if "BYSETPOS" in parts and not parts.keys() & (_LISTS - {"BYSETPOS"}):
        raise _invalid("BYSETPOS chooses among days that another part names.", pointer)
    if {"COUNT", "UNTIL"} <= parts.keys():
        raise _invalid("A rule ends after a number of times or on a day, not both.", pointer)
    if int(parts.get("COUNT", "1")) > LIMIT:
        raise limit("A series has at most 1,000 occurrences.", pointer)


def _invalid(detail: str, pointer: str) -> Invalid:
    return Invalid("invalid-recurrence", detail, pointer=pointer)
