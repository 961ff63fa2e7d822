"""How a series comes again, in words: "every Saturday", "cada primer lunes del mes"."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

from babel.dates import format_date

from services.notifications.emails.words import WORDS

_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_A_MONDAY = date(2026, 11, 23)


def in_words(rule: str, first: datetime, language: str) -> str:
    """What a rule says of a series, one of which is at `first`; too intricate for a few words is "several times"."""
    parts = dict(part.split("=", 1) for part in rule.split(";") if "=" in part)
    days = _days(parts.get("BYDAY", ""), language)
    number = parts.get("INTERVAL", "1")
    every = "every" if number == "1" else "every_few"
    match parts.get("FREQ"):
        case "DAILY" if not days:
            key = "day"
        case "WEEKLY" if not _has_ordinals(parts):
            key, days = "week", days or _day(_DAYS[first.weekday()], language)
        case "MONTHLY" if days and _has_ordinals(parts) and number == "1":
            key = "month_weekday"
        case "MONTHLY" if not days and set(parts) <= {"FREQ", "INTERVAL", "BYMONTHDAY", "COUNT"}:
            key, days = "month", parts.get("BYMONTHDAY", str(first.day))
        case "YEARLY" if set(parts) <= {"FREQ", "INTERVAL", "COUNT"}:
            key = "year"
        case _:
            return WORDS[language]["several_times"]
    return WORDS[language][f"{every}.{key}"].format(number=number, days=days)


def _has_ordinals(parts: Mapping[str, str]) -> bool:
    return any(day not in _DAYS for day in parts.get("BYDAY", "").split(",") if day)


def _days(said: str, language: str) -> str:
    names = [_day(day, language) for day in said.split(",") if day]
    return f" {WORDS[language]['and']} ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))


def _day(day: str, language: str) -> str:
    """A day of the week, with the number of it in its month where one stands before it: "first Saturday"."""
    name = format_date(_A_MONDAY + timedelta(days=_DAYS.index(day[-2:])), "EEEE", locale=language)
    ordinal = WORDS[language].get(f"ordinal.{day[:-2].removeprefix('+')}", "") if len(day) > len("SA") else ""
    return f"{ordinal} {name}".strip()
