"""A series and an event's sessions as VEVENTs.

Each stretch of a series is a VEVENT with its rule; what differs from the rule is one more, with the same UID and a
RECURRENCE-ID. An event with sessions is a bar over its days that takes up no time, and each session a VEVENT of its
own: so calendars show both the days and the hours.
"""

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

import icalendar
from icalendar import vRecur

from services.events.calendar.component import Called, component, on_the_wall
from services.events.calendar.models import Event
from services.events.occurrences import series
from services.events.occurrences.models import Occurrence
from services.events.occurrences.stretches import Stretch, occurring


def of_series(event: Event) -> list[icalendar.Event]:
    """A VEVENT for each stretch, each followed by what differs from its rule."""
    stretches = series.stretches_of(event)
    components: list[icalendar.Event] = []
    for stretch, following in zip(stretches, [*stretches[1:], None], strict=True):
        rows = [row for row in event.occurrences if _is_of(row, stretch, following)]
        components += [_ruled(event, stretch), *_differing(event, stretch, rows)]
    return components


def of_sessions(event: Event) -> Iterator[icalendar.Event]:
    """A VEVENT for each session."""
    for session in event.sessions or []:
        start, end = (
            on_the_wall(
                datetime.fromisoformat(session[f"{edge}_local"]),
                datetime.fromisoformat(session[f"{edge}_at"]),
                event.time_zone,
            )
            for edge in ("starts", "ends")
        )
        called = Called(
            f"{event.title}: {session['title']}",
            session["venue"] or event.venue,
            session["online_url"] or event.online_url,
        )
        shown = component(event, f"{session['id']}-{event.uid}", start, end, called)
        shown.add("related-to", event.uid, {"reltype": "PARENT"})
        yield shown


def _ruled(event: Event, stretch: Stretch) -> icalendar.Event:
    zone = ZoneInfo(stretch.time_zone)
    start = stretch.first.replace(tzinfo=zone)
    shown = component(event, stretch.uid, start, start + stretch.length, _called(event, stretch))
    if stretch.rule:
        shown.add("rrule", vRecur.from_ical(_rule(stretch)))
    if stretch.exdates:
        reach = max((row.original_local for row in event.occurrences if row.original_local), default=stretch.first)
        left_out = [each.replace(tzinfo=zone) for each in stretch.ruled(reach) if stretch.left_out(each)]
        if left_out:
            shown.add("exdate", left_out)
    if stretch.uid != event.uid:
        shown.add("related-to", event.uid, {"reltype": "SIBLING"})
    return shown


def _rule(stretch: Stretch) -> str:
    """The rule with its end, which RFC 5545 wants in UTC beside a start in a zone."""
    if stretch.until is None:
        return str(stretch.rule)
    until = occurring(stretch.until.replace(microsecond=0), stretch.time_zone)
    return f"{stretch.rule};UNTIL={until.at:%Y%m%dT%H%M%SZ}"


def _differing(event: Event, stretch: Stretch, rows: list[Occurrence]) -> Iterator[icalendar.Event]:
    first, last = stretch.times(stretch.first)
    usual = _called(event, stretch)
    for row in rows:
        assert row.original_local is not None
        begin, end = stretch.times(row.original_local)
        called, cancelled = _called(event, stretch, row), row.state == "cancelled"
        # The rule says how long each takes. A night in which clocks change is longer or shorter, and said apart.
        as_ruled = (begin.at, end.at) == (row.starts_at, row.ends_at) and end.at - begin.at == last.at - first.at
        if as_ruled and called == usual and not cancelled:
            continue
        start = on_the_wall(row.starts_local, row.starts_at, row.time_zone)
        finish = on_the_wall(row.ends_local, row.ends_at, row.time_zone)
        shown = component(event, stretch.uid, start, finish, called, cancelled=cancelled)
        shown.add("recurrence-id", row.original_local.replace(tzinfo=ZoneInfo(stretch.time_zone)))
        yield shown


def _is_of(row: Occurrence, stretch: Stretch, following: Stretch | None) -> bool:
    local = row.original_local
    return local is not None and stretch.first <= local and (following is None or local < following.first)


def _called(event: Event, stretch: Stretch, row: Occurrence | None = None) -> Called:
    """What it is called by itself, else in its stretch, else by its event."""
    said = {name: stretch.words.get(name, getattr(event, name)) for name in ("title", "venue", "online_url")}
    own = {name: getattr(row, name) for name in said if getattr(row, name, None) is not None}
    return Called(**{**said, **own}, reason=row.reason if row else None)
