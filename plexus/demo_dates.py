"""A consortium file's dates, moved so that its day is today's week; what is over by then is completed."""

from datetime import date, datetime, timedelta
from re import compile as pattern
from typing import Any
from zoneinfo import ZoneInfo

Record = dict[str, Any]

DAY = pattern(r"\d{4}-\d{2}-\d{2}")
WALL_TIME = pattern(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")


def weeks_to_move(file: Record, today: date) -> int:
    """The largest number of whole weeks that leaves the file's `as_of` not after today; 0 for fixed dates."""
    if file["meta"].get("fixed_dates"):
        return 0
    return (today - date.fromisoformat(file["meta"]["as_of"])).days // 7


def moved(value: Any, weeks: int) -> Any:
    """`value` with every date and wall time in it moved; whole weeks keep the day of the week."""
    by = timedelta(weeks=weeks)
    match value:
        case dict():
            return {key: moved(item, weeks) for key, item in value.items()}
        case list():
            return [moved(item, weeks) for item in value]
        case str() if DAY.fullmatch(value):
            return (date.fromisoformat(value) + by).isoformat()
        case str() if WALL_TIME.fullmatch(value):
            return (datetime.fromisoformat(value) + by).isoformat(timespec="minutes")
    return value


def completed(event: Record, now: datetime) -> Record:
    """The event, completed if it was to happen and is over; a series is over with its last occurrence."""
    over = datetime.fromisoformat(event["ends_local"]).replace(tzinfo=ZoneInfo(event["time_zone"])) < now
    if event["state"] == "published" and over and not event.get("recurrence"):
        return event | {"state": "completed"}
    return event
