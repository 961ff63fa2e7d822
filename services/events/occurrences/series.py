"""From stretches to occurrences: each has its row, which stays as it is once it has begun, whatever is changed."""

from datetime import datetime, timedelta

from sqlalchemy import text
from sqlalchemy.orm import object_session

from services.events.calendar.models import Event
from services.events.occurrences import rules
from services.events.occurrences.models import Occurrence
from services.events.occurrences.stretches import Stretch, written
from shared.errors import Invalid

# How far ahead a series without an end has its occurrences written down; a routine writes on.
HORIZON = timedelta(days=731)
# An occurrence that a changed rule moves no further than this is still the same one, with those who have a place.
_NEAR = timedelta(days=3)
_HAVE_PLACES = text(
    "SELECT DISTINCT occurrence FROM registrations WHERE event_id = :event AND occurrence IS NOT NULL"
)
# Of a series without an end, those that are long past count, too.
_AS_MANY_AS_WERE = 100_000


def stretches_of(event: Event) -> list[Stretch]:
    """The stretches of an event; a single one is a series of one."""
    if event.series:
        return [Stretch(**kept) for kept in event.series]
    return [Stretch(event.uid, written(event.starts_local), written(event.ends_local), event.time_zone)]


def arrange(event: Event, stretches: list[Stretch], now: datetime, pointer: str = "") -> None:
    """Give an event these stretches and the occurrences that follow from them, and its own times from the next."""
    single = len(stretches) == 1 and stretches[0].rule is None
    event.series = None if single else [stretch.kept() for stretch in stretches]
    _reconcile(event, _places(stretches, now, pointer), now)
    settle(event, now)


def keep_single(event: Event, now: datetime) -> None:
    """Keep the one occurrence of a single event where its event is; its key stays."""
    row = next((one for one in event.occurrences if one.original_local), None)
    if row is None:
        row = Occurrence(key=written(event.starts_local))
        event.occurrences.append(row)
    row.original_local = event.starts_local
    row.starts_local, row.ends_local, row.time_zone = event.starts_local, event.ends_local, event.time_zone
    row.starts_at, row.ends_at = event.starts_at, event.ends_at
    row.state = "done" if event.ends_at <= now else "scheduled"
    event.over_at = event.ends_at


def settle(event: Event, now: datetime) -> None:
    """Show a series by its next occurrence that is not over, or by its last; and say when all of it is."""
    rows = sorted(event.occurrences, key=lambda row: row.starts_at)
    happening = [row for row in rows if row.state != "cancelled"] or rows
    shown = next((row for row in happening if row.ends_at > now), happening[-1])
    event.starts_local, event.ends_local, event.time_zone = shown.starts_local, shown.ends_local, shown.time_zone
    event.starts_at, event.ends_at = shown.starts_at, shown.ends_at
    endless = event.series is not None and Stretch(**event.series[-1]).is_endless
    event.over_at = None if endless else max(row.ends_at for row in happening)


def standing(stretches: list[Stretch], row: Occurrence) -> Stretch:
    """The stretch that an occurrence belongs to."""
    local = row.original_local or row.starts_local
    return next((one for one in reversed(stretches) if one.first <= local), stretches[0])


def pivot(event: Event, now: datetime, key: str | None = None) -> Occurrence | None:
    """The first occurrence that a change may change: the one of this key, else the next that has not begun."""
    rows = sorted((row for row in event.occurrences if row.original_local), key=lambda row: row.starts_at)
    if key is None:
        return next((row for row in rows if row.starts_at > now), None)
    found = next((row for row in rows if row.key == key), None)
    if found is None:
        raise Invalid("unknown-reference", "The series has no such occurrence.", pointer="/from_occurrence")
    if found.starts_at <= now:
        raise Invalid("already-begun", "What has begun no longer changes.", pointer="/from_occurrence")
    return found


def _places(stretches: list[Stretch], now: datetime, pointer: str) -> dict[datetime, Stretch]:
    """Where the stretches have their occurrences; too many of them, or none, are refused."""
    places: dict[datetime, Stretch] = {}
    for stretch in stretches:
        if stretch.is_endless:
            reach = max(stretch.first, now.replace(tzinfo=None)) + HORIZON
            found = stretch.ruled(reach, most=_AS_MANY_AS_WERE)
        else:
            found = stretch.ruled()
            if len(found) > rules.LIMIT:
                raise rules.limit("A series has at most 1,000 occurrences.", f"{pointer}/recurrence/rule")
        places |= {local: stretch for local in found if not stretch.left_out(local)}
    if not places:
        raise Invalid("invalid-recurrence", "No occurrence is left.", pointer=f"{pointer}/recurrence/rule")
    return places


def _reconcile(event: Event, places: dict[datetime, Stretch], now: datetime) -> None:
    known = {row.original_local: row for row in event.occurrences if row.original_local}
    for local in known.keys() & places.keys():
        row, stretch = known.pop(local), places.pop(local)
        if row.starts_at > now:
            _put(row, local, stretch, now)
    loose = {local: row for local, row in known.items() if row.starts_at > now}
    for near in (timedelta(0), _NEAR):
        for was, local in _nearest(sorted(loose), sorted(places), near):
            _put(loose.pop(was), local, places.pop(local), now)
    keys = {row.key for row in event.occurrences}
    for local, stretch in places.items():
        row = Occurrence(key=_free(local, keys), state="scheduled")
        keys.add(row.key)
        event.occurrences.append(row)
        _put(row, local, stretch, now)
    _drop(event, list(loose.values()))


def _put(row: Occurrence, local: datetime, stretch: Stretch, now: datetime) -> None:
    """Put an occurrence where its series has it; one that was moved by itself stays where it was moved."""
    row.original_local = local
    if row.state == "scheduled":
        begin, end = stretch.times(local)
        row.starts_local, row.starts_at = begin.local, begin.at
        row.ends_local, row.ends_at, row.time_zone = end.local, end.at, stretch.time_zone
        row.state = "done" if end.at <= now else "scheduled"


def _nearest(were: list[datetime], places: list[datetime], near: timedelta) -> list[tuple[datetime, datetime]]:
    """Which of what is no longer in its place belongs where: one after the other, none further than so many days."""
    pairs, waiting = [], iter(places)
    place = next(waiting, None)
    for was in were:
        while place is not None and place.date() < was.date() - near:
            place = next(waiting, None)
        if place is not None and place.date() <= was.date() + near:
            pairs.append((was, place))
            place = next(waiting, None)
    return pairs


def _free(local: datetime, keys: set[str]) -> str:
    while written(local) in keys:
        local += timedelta(minutes=1)
    return written(local)


def _drop(event: Event, rows: list[Occurrence]) -> None:
    """Let go of what is no longer of the series; where somebody has a place, it is kept as cancelled."""
    session = object_session(event)
    held = set(session.scalars(_HAVE_PLACES, {"event": event.id})) if rows and session else set[str]()
    for row in rows:
        if row.key in held:
            row.original_local, row.state = None, "cancelled"
        else:
            event.occurrences.remove(row)
