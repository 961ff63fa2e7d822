"""How people are shown moments: the wall time of the place, its zone always beside it, in their language."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_time

# Of each language, the way it is written in the United States.
_LOCALES = {"en": "en_US", "es": "es_US"}
_DATES = {"en": "EEE, MMM d, y", "es": "EEE, d 'de' MMM 'de' y"}
_DAYS = {"en": "EEEE, MMMM d, y", "es": "EEEE, d 'de' MMMM 'de' y"}
_MONTHS = {"en": "MMMM y", "es": "MMMM 'de' y"}


def moment(at: datetime, zone: str, language: str) -> str:
    """A moment by the wall of a zone: "Sat, Dec 5, 2026, 10:00 AM CST"."""
    day = format_date(at.astimezone(ZoneInfo(zone)), _DATES[language], locale=_LOCALES[language])
    return f"{day}, {time_of_day(at, zone, language)}"


def time_of_day(at: datetime, zone: str, language: str) -> str:
    """The time alone by the wall of a zone: "10:00 AM CST"."""
    wall = at.astimezone(ZoneInfo(zone))
    return f"{format_time(wall.replace(tzinfo=None), 'h:mm a', locale=_LOCALES[language])} {zone_name(wall)}"


def day(on: date, language: str) -> str:
    """A day in full: "Saturday, December 5, 2026"."""
    return str(format_date(on, _DAYS[language], locale=_LOCALES[language]))


def part(of: date, pattern: str, language: str) -> str:
    """A part of a date, by its CLDR pattern: "EEE", "MMM"."""
    return str(format_date(of, pattern, locale=_LOCALES[language]))


def month(of: date, language: str) -> str:
    """A month: "December 2026"."""
    return str(format_date(of, _MONTHS[language], locale=_LOCALES[language]))


def zone_name(wall: datetime) -> str:
    """The abbreviation people know a zone by at that moment; "UTC+05:45" where they know none.

    From the IANA database: CLDR has no abbreviation for many a zone, some of the United States among them.
    """
    name, offset = wall.strftime("%Z"), wall.strftime("%z")
    return name if name.isalpha() else f"UTC{offset[:3]}:{offset[3:5]}"
