"""What differs of single occurrences of a series, as the office has it: all that does, past ones among it."""

from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from services.events.calendar.models import Event
from services.events.occurrences import one, series
from services.events.occurrences.models import Occurrence
from services.events.occurrences.schemas import OccurrenceCancellation, OccurrenceChange, OccurrencePatch
from shared import clock
from shared.errors import Flaw, Invalid

_KEPT = ("starts_local", "ends_local", "starts_at", "ends_at", "state", "title", "venue", "online_url", "capacity")


def record(event: Event, given: list[OccurrenceChange], pointer: str) -> None:
    """Let these occurrences differ as they are given, and all others be what their series has."""
    rows = {row.key: row for row in event.occurrences if row.original_local is not None}
    unknown = [place for place, each in enumerate(given) if event.series is None or each.key not in rows]
    if unknown:
        flaws = (Flaw(f"{pointer}/overrides/{at}/key", "unknown-reference", "No such occurrence.") for at in unknown)
        raise Invalid("unknown-reference", "The series has no such occurrence.", *flaws)
    if event.series is None:
        return
    before = {key: _as_kept(row) for key, row in rows.items()}
    for row in rows.values():
        _reset(event, row)
    for each in given:
        match each.said:
            case OccurrenceCancellation(reason=reason):
                rows[each.key].state, rows[each.key].reason = "cancelled", reason
            case OccurrencePatch() as patch:
                one.edit(event, rows[each.key], patch, guarded=False)
    for row in rows.values():
        if row.state != "cancelled" and row.ends_at <= clock.now():
            row.state = "done"
    if before != {key: _as_kept(row) for key, row in rows.items()}:
        series.settle(event, clock.now())
        flag_modified(event, "series")


def _reset(event: Event, row: Occurrence) -> None:
    assert row.original_local is not None
    begin, end = series.standing(series.stretches_of(event), row).times(row.original_local)
    row.starts_local, row.starts_at, row.ends_local, row.ends_at = begin.local, begin.at, end.local, end.at
    row.title = row.venue = row.online_url = row.capacity = row.reason = None
    row.state = "scheduled"


def _as_kept(row: Occurrence) -> list[Any]:
    return [*(getattr(row, name) for name in _KEPT), row.reason]
