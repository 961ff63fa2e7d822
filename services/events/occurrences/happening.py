"""What others are told of the times at which a series takes place."""

from typing import Any

from services.events.calendar.models import Event
from services.events.occurrences import series
from services.events.occurrences.models import Occurrence
from shared import clock

# Whoever follows a series hears of what changes among so many; what is further off is told once it comes that near.
_TOLD = 30
_WORDS = ("key", "starts_at", "ends_at", "title", "venue", "online_url", "reason")


def told(event: Event) -> dict[str, Any]:
    """The rule that holds now, and the next occurrences that are not over; nothing of a single event."""
    if event.series is None:
        return {}
    now = clock.now()
    coming = sorted((row for row in event.occurrences if row.ends_at > now), key=lambda row: row.starts_at)[:_TOLD]
    rule = series.standing(series.stretches_of(event), coming[0]).rule if coming else None
    return {"rule": rule or "", "happenings": [_happening(row) for row in coming]}


def _happening(row: Occurrence) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in _WORDS}, "cancelled": row.state == "cancelled"}
