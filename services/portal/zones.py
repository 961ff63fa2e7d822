"""Time zones in words."""

from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_name

from shared import dates

# Zones of the United States by a place that CLDR has a name for; some of their cities it has none for.
_NAMED_BY = {
    ("EST", -5): "America/New_York",
    ("CST", -6): "America/Chicago",
    ("MST", -7): "America/Denver",
    ("PST", -8): "America/Los_Angeles",
    ("AKST", -9): "America/Anchorage",
    ("HST", -10): "Pacific/Honolulu",
}


@lru_cache(maxsize=4096)
def in_words(zone: str, language: str) -> str:
    """A zone as people know it: "Eastern Time, Louisville (EST)"; the abbreviation is the winter's."""
    winter = datetime(2026, 1, 15, 12, tzinfo=ZoneInfo(zone))
    offset = winter.utcoffset()
    assert offset is not None
    city = zone.rpartition("/")[2].replace("_", " ")
    reference = _NAMED_BY.get((winter.strftime("%Z"), int(offset.total_seconds() // 3600)))
    if reference is None or not zone.startswith(("America/", "Pacific/")):
        return f"{city} ({dates.zone_name(winter)})"
    name = get_timezone_name(ZoneInfo(reference), locale=language)
    return f"{name[0].upper()}{name[1:]}, {city} ({dates.zone_name(winter)})"


def offered(*more: str) -> list[str]:
    """The zones to choose from: those of the United States, and `more`."""
    return sorted({*_NAMED_BY.values(), *more})
