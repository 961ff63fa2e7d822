"""A calendar file taken apart (RFC 5545, section 3.1), so that one broken thing in it spoils no other."""

import re
import warnings
from collections import Counter
from dataclasses import dataclass, field

import icalendar

from services.events.sources.addresses import Unreadable

MOST_EVENTS = 5_000
_LONGEST_LINE = 100_000
_FOLD = re.compile(r"\r?\n[ \t]")
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


@dataclass
class Components:
    """What a calendar file holds: its events, its zones, the zone that it says it is of, and what was wrong.

    `unread` are the UIDs of what is there and could not be read: it has not gone.
    """

    events: list[icalendar.Event] = field(default_factory=list)
    zones: list[list[str]] = field(default_factory=list)
    zone: str = ""
    problems: Counter[str] = field(default_factory=Counter)
    unread: set[str] = field(default_factory=set)


def taken_apart(body: bytes) -> Components:
    """The parts of a calendar file; Unreadable when it is none, or not the whole of one."""
    lines = _FOLD.sub("", _UNSEEN.sub("", body.decode("utf-8", "replace"))).splitlines()
    said = [line.strip() for line in lines if line.strip()]
    if not said or said[0].upper() != "BEGIN:VCALENDAR":
        raise Unreadable("not-a-calendar", "What stands at this address is not a calendar.")
    if said[-1].upper() != "END:VCALENDAR":
        raise Unreadable("truncated", "The calendar stops in the middle.")
    if sum(line.upper() == "BEGIN:VEVENT" for line in said) > MOST_EVENTS:
        raise too_many()
    parts = Components()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the library warns of zones whose names it guesses; so do we
        _sort(said[1:-1], parts)
    return parts


def too_many() -> Unreadable:
    """That a calendar has more events than are taken."""
    return Unreadable("too-many-events", f"A calendar may have {MOST_EVENTS} events at most.")


def _sort(lines: list[str], parts: Components) -> None:
    """Sort lines into events and zones; what is within an event (an alarm) is left out."""
    open_: list[str] = []
    part: list[str] = []
    for line in lines:
        word, _, name = line.upper().partition(":")
        if line.upper() == "BEGIN:VEVENT" and open_:
            parts.problems["broken"] += 1  # the one before never ended
            open_.clear()
        if word == "BEGIN":
            open_.append(name)
            part = [] if len(open_) == 1 else part
        if len(open_) == 1 or (open_ and open_[0] == "VTIMEZONE"):
            part.append(line)
        if not open_ and word == "X-WR-TIMEZONE":
            parts.zone = line.partition(":")[2].strip()
        if word == "END" and open_:
            ended = open_.pop()
            if not open_ and ended == "VEVENT":
                _read(part, parts)
            elif not open_ and ended == "VTIMEZONE":
                parts.zones.append(part)
    if open_ and open_[0] == "VEVENT":
        parts.problems["broken"] += 1


def _read(lines: list[str], parts: Components) -> None:
    try:
        if any(len(line) > _LONGEST_LINE for line in lines):
            raise ValueError("a line without end")
        event = icalendar.Event.from_ical("\r\n".join(lines))
        assert isinstance(event, icalendar.Event)
    except Exception:  # what strangers write fails in ways that no list of exceptions foresees
        parts.problems["broken"] += 1
        parts.unread |= {line.partition(":")[2].strip() for line in lines if line.upper().startswith("UID")}
    else:
        parts.events.append(event)
