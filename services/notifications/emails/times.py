"""Dates and times as people read them: the venue's own, with its zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, format_time

_LOCALES = {"en": "en_US", "es": "es_US"}
_DAYS = {"en": "EEE, MMM d", "es": "EEE, d MMM"}
_MOMENTS = {"en": "EEE, MMM d, y, h:mm a", "es": "EEE, d MMM y, h:mm a"}


def moment(at: datetime, zone: str, language: str) -> str:
    """A moment with its year and zone: "Sat, Dec 5, 2026, 10:00 AM CST"."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{_plain(format_datetime(local, _MOMENTS[language], locale=_LOCALES[language]))} {_zone(local)}"


def day(at: datetime, zone: str, language: str) -> str:
    """A day: "Sat, Dec 5"."""
    return _plain(format_datetime(at.astimezone(ZoneInfo(zone)), _DAYS[language], locale=_LOCALES[language]))


def hour(at: datetime, zone: str, language: str) -> str:
    """A time of day, as short as it can be: "2 PM", "2:30 PM"."""
    local = at.astimezone(ZoneInfo(zone))
    return _plain(format_time(local, "h a" if local.minute == 0 else "h:mm a", locale=_LOCALES[language]))


def clock_time(at: datetime, zone: str, language: str) -> str:
    """A time of day with its minutes: "2:00 PM"."""
    return _plain(format_time(at.astimezone(ZoneInfo(zone)), "h:mm a", locale=_LOCALES[language]))


def same_day(one: datetime, other: datetime, zone: str) -> bool:
    """Whether two moments fall on one day there."""
    return one.astimezone(ZoneInfo(zone)).date() == other.astimezone(ZoneInfo(zone)).date()


def _zone(local: datetime) -> str:
    name = local.tzname() or ""
    return name if name.isalpha() else f"UTC{local:%z}"[:6] + f":{f'{local:%z}'[3:5]}"


def _plain(words: str) -> str:
    # Thin and unbreakable spaces do not survive every mail program.
    return words.replace("\u202f", " ").replace("\u00a0", " ")
