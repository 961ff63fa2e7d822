"""Putting what was said of an event into the event, and holding it together: times, place, group."""

from datetime import datetime

from services.events.calendar.models import Event
from services.events.calendar.schemas import EventGiven
from services.events.calendar.wall import Moment
from services.events.occurrences.series import keep_single
from shared import clock
from shared.errors import Flaw, Invalid

_PLAIN = {"title", "host_id"} | EventGiven.model_fields.keys() - {
    *("accessibility", "attendance_mode", "recurrence", "sessions"),
}


def fill(event: Event, given: EventGiven, *, all_of_it: bool) -> None:
    """Take over what was sent, or `all_of_it`: then what was left out gets its default."""
    sent = given.model_fields_set
    for name, value in given.model_dump(include=_PLAIN if all_of_it else _PLAIN & sent).items():
        setattr(event, name, value)
    for part in given.accessibility.model_fields_set:
        setattr(event, f"accessibility_{part}", getattr(given.accessibility, part))
    if "attendance_mode" in sent:
        event.attendance_mode = given.attendance_mode
    elif all_of_it:
        event.attendance_mode = _mode(event)


def set_times(event: Event, starts: Moment, ends: Moment, zone: str, pointer: str = "/ends_at") -> None:
    """When it begins and ends, once."""
    if ends.at <= starts.at:
        raise Invalid("end-before-start", "It cannot end before it begins.", pointer=pointer)
    if (event.starts_at, event.ends_at, event.time_zone, event.series) == (starts.at, ends.at, zone, None):
        return
    event.starts_local, event.starts_at = starts.local, starts.at
    event.ends_local, event.ends_at = ends.local, ends.at
    event.time_zone = zone
    if event.series is None:
        keep_single(event, clock.now())


def remember_move(event: Event, began_at: datetime) -> None:
    """Keep when people were first told that it begins, until it is back there; occurrences say it themselves."""
    if event.published_at is None or event.series or event.starts_at == began_at:
        return
    first = event.moved_from or began_at
    event.moved_from = first if first != event.starts_at else None


def must_be_reachable(event: Event) -> None:
    """Refuse an event in person without a place, online without an address, or mixed without both."""
    flaws = []
    if event.attendance_mode != "online" and event.venue is None:
        flaws.append(Flaw("/venue", "required", "Say where people meet."))
    if event.attendance_mode != "in_person" and event.online_url is None:
        flaws.append(Flaw("/online_url", "required", "Say where people meet online."))
    _refuse(flaws, "People must be told where to come.")


def must_name_its_group(event: Event) -> None:
    """Refuse an event that is open to a group, and to none by name."""
    if event.visibility == "group" and event.group_id is None:
        _refuse([Flaw("/group_id", "required", "Say which group it is open to.")], "A group must be named.")


def must_say_access(event: Event) -> None:
    """Refuse an event that does not say how people get in, and whom they may ask."""
    flaws = []
    if not event.accessibility_statement:
        flaws.append(Flaw("/accessibility/statement", "required", "Say what people must know of access."))
    if not event.accessibility_contact:
        flaws.append(Flaw("/accessibility/contact", "required", "Say whom people may ask about access."))
    _refuse(flaws, "An event is published with what people must know of access.")


def _mode(event: Event) -> str:
    if event.online_url is None:
        return "in_person"
    return "online" if event.venue is None else "mixed"


def _refuse(flaws: list[Flaw], detail: str) -> None:
    if flaws:
        raise Invalid("required", detail, *flaws)
