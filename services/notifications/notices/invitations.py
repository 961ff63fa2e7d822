"""Invitations for calendars (RFC 5545, 5546, 6047): to come, that it is elsewhere or at another time, not to come.

They are made once for a language; who comes, and the sequence of what she was sent, are each recipient's own.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from email.utils import parseaddr
from typing import Any, Literal
from zoneinfo import ZoneInfo

import icalendar
from icalendar.parser import Contentline

from services.notifications.emails.mime import ATTENDEE, Calendar
from services.notifications.settings import notifications_settings
from shared.messages.participation import Occasion, RegistrationChanged
from shared.settings import settings

Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
_COMES = frozenset({"registered", "promoted"})
_CAME = _COMES | {"days"}
_LEAVES = frozenset({"cancelled_by_person", "cancelled_by_host"})
_END = b"END:VEVENT\r\n"


@dataclass(frozen=True)
class Meeting:
    """What stands in a calendar: an event, or the one of a series whose key is `occurrence`."""

    uid: str
    title: str
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    place: str
    event_id: object
    occurrence: str | None = None


def method(told: RegistrationChanged, previous: Mapping[str, Any] | None) -> Method | None:
    """What calendars are told of a registration: nothing of waiting, nor of the end of what they never had."""
    if not told.occasion.uid:
        return None
    if told.change in _COMES:
        return "REQUEST"
    had_place = previous is not None and previous["change"] in _CAME
    return "CANCEL" if told.change in _LEAVES and had_place else None


def of_registration(
    told: RegistrationChanged, previous: Mapping[str, Any] | None, stamp: datetime
) -> Calendar | None:
    """The invitation that goes with a notice about a registration."""
    what = method(told, previous)
    return invitation(what, [_of_occasion(told.occasion, told.occurrence)], stamp) if what else None


def invitation(what: Method, meetings: Sequence[Meeting], stamp: datetime) -> Calendar:
    """What calendars are told of one event, or of several days of one series."""
    years = [meeting.starts_at.year for meeting in meetings]
    calendar = icalendar.Calendar.new(
        prodid=f"-//{settings().consortium}//Invitations//EN",
        method=what,
        subcomponents=[
            _zone(meetings[0].time_zone, min(years), max(years)),
            *(_event(what, meeting, stamp) for meeting in meetings),
        ],
    )
    del calendar["UID"]  # a new one each time: a letter that is made again must be the same
    return Calendar(what, calendar.to_ical().replace(_END, ATTENDEE.encode() + _END).decode())


def publication(meeting: Meeting, sequence: int, stamp: datetime) -> Calendar:
    """An event as a file: in UTC, which needs no time zone told, and thus fits into a million emails."""
    event = _event("PUBLISH", replace(meeting, time_zone="UTC"), stamp)
    event.add("sequence", sequence)
    calendar = icalendar.Calendar.new(
        prodid=f"-//{settings().consortium}//Events//EN", method="PUBLISH", subcomponents=[event]
    )
    del calendar["UID"]
    return Calendar("PUBLISH", calendar.to_ical().decode())


def attendee(address: str, sequence: int) -> str:
    """The lines that are one recipient's own, folded as RFC 5545, 3.1 asks."""
    comes = icalendar.vCalAddress(f"mailto:{address}")
    comes.params.update({"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"})
    lines = (("SEQUENCE", icalendar.vInt(sequence)), ("ATTENDEE", comes))
    parts = (Contentline.from_parts(name, value.params, value) for name, value in lines)
    return "".join(f"{part.to_ical().decode()}\r\n" for part in parts)


def _of_occasion(occasion: Occasion, occurrence: str | None) -> Meeting:
    facts = occasion.model_dump(include={"uid", "title", "starts_at", "ends_at", "time_zone", "place", "event_id"})
    return Meeting(**facts, occurrence=occurrence)


def _event(what: Method, meeting: Meeting, stamp: datetime) -> icalendar.Event:
    sender = notifications_settings()
    organizer = icalendar.vCalAddress(f"mailto:{sender.sender_address}")
    organizer.params["CN"] = parseaddr(sender.sender)[0] or settings().consortium
    link = f"{settings().url}/events/{meeting.event_id}"
    return icalendar.Event.new(
        uid=meeting.uid,
        stamp=stamp,
        summary=meeting.title,
        start=_time(meeting.starts_at, meeting.time_zone),
        end=_time(meeting.ends_at, meeting.time_zone),
        recurrence_id=_recurrence_id(meeting),
        location=meeting.place or None,
        description=link,
        url=link,
        organizer=organizer,
        status="CANCELLED" if what == "CANCEL" else "CONFIRMED",  # type: ignore[arg-type]
    )


def _time(at: datetime, zone: str) -> datetime:
    """The time on the wall; the second of two in a fold, which the wall cannot name, as an instant (3.3.5)."""
    on_the_wall = at.astimezone(ZoneInfo(zone))
    return at.astimezone(UTC) if on_the_wall.fold else on_the_wall


def _recurrence_id(meeting: Meeting) -> datetime | None:
    """Which of a series is meant, by the local time at which it was first to begin."""
    if meeting.occurrence is None:
        return None
    try:
        return datetime.fromisoformat(meeting.occurrence).replace(tzinfo=ZoneInfo(meeting.time_zone))
    except ValueError:
        return None


def _zone(name: str, first: int, last: int) -> icalendar.Timezone:
    return icalendar.Timezone.from_tzid(name, first_date=date(first - 1, 1, 1), last_date=date(last + 2, 1, 1))
