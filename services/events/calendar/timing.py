"""When an event takes place, from what was sent: once, again and again, or in sessions of several days."""

from typing import Any

from services.events.calendar import filling, wall
from services.events.calendar.models import Event
from services.events.calendar.records import EventRecord
from services.events.calendar.schemas import EventPatch, NewEvent
from services.events.occurrences import changing, overriding, series, sessions
from services.events.occurrences.stretches import Stretch
from shared import clock
from shared.errors import Flaw, Invalid

_TIMES = {"starts_at", "ends_at", "time_zone"}


def draft(event: Event, given: NewEvent, zone: str) -> None:
    """The times of a new event."""
    starts, ends = (wall.settled(getattr(given, f"{edge}_at"), zone, f"/{edge}_at") for edge in ("starts", "ends"))
    filling.set_times(event, starts, ends, zone)
    if given.recurrence is not None:
        stretch = changing.pattern(event.uid, starts.local, ends.local, zone, given.recurrence)
        changing.must_begin_with_its_rule(stretch)
        series.arrange(event, [stretch], clock.now())
    sessions.take(event, given.sessions)
    sessions.must_fit(event)


def edit(event: Event, patch: EventPatch, was: dict[str, Any]) -> None:
    """The times that were sent; of a series, for what is to come. `was` holds the words that have changed."""
    sent, now = patch.model_fields_set, clock.now()
    key = patch.from_occurrence if patch.applies_to == "following" else None
    if patch.applies_to == "following" and (key is None or event.series is None):
        detail = "Say from which occurrence of the series on." if event.series else "This event has no others."
        raise Invalid("required", detail, pointer="/from_occurrence")
    if event.series and was:
        changing.say(event, was, now, key)
    if event.series or patch.recurrence:
        if sent & (_TIMES | {"recurrence"}):
            changing.change(event, _change(patch, key), now)
    elif sent & _TIMES:
        began = event.starts_local
        _move(event, patch)
        if event.sessions and "sessions" not in sent:
            sessions.follow(event, event.starts_local - began)
    if "sessions" in sent:
        sessions.take(event, patch.sessions)
    if sent & (_TIMES | {"sessions", "recurrence"}):
        sessions.must_fit(event)


def record(event: Event, given: EventRecord, pointer: str) -> None:
    """The times of an event as the office has it; what is known of a series that has not changed stays."""
    zone, form = given.time_zone, "at" if "starts_at" in given.model_fields_set else "local"
    read = wall.settled if form == "at" else wall.first
    starts, ends = (
        read(getattr(given, f"{edge}_{form}"), zone, f"{pointer}/{edge}_{form}") for edge in ("starts", "ends")
    )
    stretch = changing.pattern(event.uid, starts.local, ends.local, zone, given.recurrence, pointer)
    if given.recurrence is None or event.series != [stretch.kept()]:
        filling.set_times(event, starts, ends, zone, f"{pointer}/ends_{form}")
        _arrange(event, stretch, pointer)
    if given.overrides is not None:
        overriding.record(event, given.overrides, pointer)
    sessions.take(event, given.sessions, pointer)
    sessions.must_fit(event, pointer)


def _arrange(event: Event, stretch: Stretch, pointer: str) -> None:
    if stretch.rule is not None:
        changing.must_begin_with_its_rule(stretch, pointer)
    if stretch.rule is not None or event.series is not None:
        series.arrange(event, [stretch], clock.now(), pointer)


def _change(patch: EventPatch, key: str | None) -> changing.Change:
    sent = patch.model_fields_set
    return changing.Change(
        starts_at=patch.starts_at,
        ends_at=patch.ends_at,
        time_zone=patch.time_zone,
        recurrence=patch.recurrence,
        says_recurrence="recurrence" in sent,
        from_occurrence=key,
    )


def _move(event: Event, patch: EventPatch) -> None:
    """The times that were sent, by the wall of the zone; a new zone needs both of them anew."""
    zone = patch.time_zone or event.time_zone
    missing = {"starts_at", "ends_at"} - patch.model_fields_set
    if missing and zone != event.time_zone:
        flaws = [Flaw(f"/{name}", "required", "In another zone this is another time.") for name in sorted(missing)]
        raise Invalid("required", "A new zone needs both times.", *flaws)
    moments = {
        name: wall.Moment(getattr(event, f"{name}_local"), getattr(event, f"{name}_at"))
        if f"{name}_at" in missing
        else wall.settled(getattr(patch, f"{name}_at"), zone, f"/{name}_at")
        for name in ("starts", "ends")
    }
    filling.set_times(event, moments["starts"], moments["ends"], zone)
