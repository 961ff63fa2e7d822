"""One occurrence of a series, moved, called or placed otherwise, or cancelled; the others stay as they are."""

from services.events.calendar import moves, wall
from services.events.calendar.models import Event
from services.events.occurrences import series
from services.events.occurrences.models import Occurrence
from services.events.occurrences.schemas import OccurrenceCancellation, OccurrenceChange, OccurrencePatch
from shared import clock
from shared.errors import Conflict, Invalid, InvalidTransition, NotFound

_WORDS = ("title", "venue", "online_url", "capacity", "reason")


def change(event: Event, given: OccurrenceChange) -> None:
    """Change one occurrence, and let the event show it."""
    event.state = moves.after(event.state, "change")
    row = _to_come(event, given.key)
    if row.state == "cancelled":
        raise InvalidTransition("An occurrence", "cancelled", given.noun, [])
    match given.said:
        case OccurrenceCancellation(reason=reason):
            row.state, row.reason = "cancelled", reason
        case OccurrencePatch() as patch:
            edit(event, row, patch)
    event.changed_at = clock.now()
    if event.published_at:
        event.sequence += 1
    series.settle(event, clock.now())


def find(event: Event, key: str) -> Occurrence:
    """The occurrence of a key."""
    for row in event.occurrences:
        if row.key == key and row.original_local is not None:
            return row
    raise NotFound()


def _to_come(event: Event, key: str) -> Occurrence:
    row = find(event, key)
    if event.series is None:
        raise Conflict("not-a-series", "This event has no other occurrence: change the event itself.")
    if row.starts_at <= clock.now():
        raise Conflict("already-begun", "What has begun no longer changes.")
    return row


def edit(event: Event, row: Occurrence, patch: OccurrencePatch, *, guarded: bool = True) -> None:
    """Take over what was sent of one occurrence; unguarded, it may have begun."""
    sent = patch.model_fields_set
    for name, value in patch.model_dump(include=set(_WORDS) & sent).items():
        setattr(row, name, value)
    if not sent & {"starts_at", "ends_at"}:
        return
    assert row.original_local is not None
    begin, end = series.standing(series.stretches_of(event), row).times(row.original_local)
    usual = (begin, end)
    if "starts_at" not in sent:
        begin = wall.Moment(row.starts_local, row.starts_at)
    elif patch.starts_at is not None:
        begin = wall.settled(patch.starts_at, row.time_zone, "/starts_at")
    if "ends_at" not in sent:
        end = wall.Moment(row.ends_local, row.ends_at)
    elif patch.ends_at is not None:
        end = wall.settled(patch.ends_at, row.time_zone, "/ends_at")
    if end.at <= begin.at:
        raise Invalid("end-before-start", "It cannot end before it begins.", pointer="/ends_at")
    if guarded and begin.at <= clock.now():
        raise Invalid("already-begun", "What is to come cannot have begun.", pointer="/starts_at")
    row.starts_local, row.starts_at, row.ends_local, row.ends_at = begin.local, begin.at, end.local, end.at
    row.state = "scheduled" if (begin, end) == usual else "moved"
