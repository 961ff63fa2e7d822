"""Reading a foreign calendar: what it says will happen, when and where, and what in it could not be read."""

import html
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from time import monotonic
from typing import Any

import icalendar

from services.events.calendar.documents import folded
from services.events.sources import repeating
from services.events.sources.addresses import Unreadable
from services.events.sources.components import MOST_EVENTS, taken_apart, too_many
from services.events.sources.repeating import Series
from services.events.sources.zones import Zones
from shared.errors import Invalid

_TAGGED = re.compile(r"</?(?:p|br|a|b|i|u|div|span|ul|ol|li|strong|em|html)\b[^>]*>", re.IGNORECASE)
_WEB_ADDRESS = re.compile(r"https?://[^\s<>\"@/]+(?:/[^\s<>\"]*)?", re.IGNORECASE)
_KEPT_TO_THEMSELVES = {"PRIVATE", "CONFIDENTIAL"}


@dataclass(frozen=True)
class Found:
    """Something that a calendar says will happen; times are those of the wall in their zone.

    `uid` and `recurrence` are what the calendar calls it by; `recurrence` is empty unless it is one time of several.
    Of a series the times are those of the next, or of the one that is going on; `first` is what it is counted from.
    """

    uid: str
    recurrence: str
    title: str
    summary: str
    starts: datetime
    ends: datetime
    first: datetime
    series: Series | None
    place: str
    online_url: str | None
    words: tuple[str, ...]
    cancelled: bool

    @property
    def fingerprint(self) -> str:
        """What knows it again when the calendar calls it otherwise: title, local begin, place."""
        said = f"{folded(self.title)}|{self.first.replace(tzinfo=None).isoformat()}|{folded(self.place)}"
        return sha256(said.encode()).hexdigest()


@dataclass(frozen=True)
class Contents:
    """What is to come by a calendar, how often it had which problem, and the UIDs of what could not be read."""

    found: list[Found]
    problems: Counter[str]
    unread: set[str]


class _Unusable(Exception):
    """An event of a calendar says too little, or what cannot be; the kind of problem."""


def read(body: bytes, zone: str, now: datetime, seconds: float = 20.0) -> Contents:
    """What is to come by a calendar file, its floating times in the zone; Unreadable when it is none.

    It may take so many seconds: some rules name no day at all, and each of those is looked for half a second.
    """
    parts = taken_apart(body)
    zones = Zones(zone, parts.zone, parts.zones)
    problems = parts.problems
    moved = _moved(parts.events, zones)
    found: dict[tuple[str, str], Found] = {}
    ends_at = monotonic() + seconds
    for event in sorted(parts.events, key=_sequence):
        if monotonic() > ends_at:
            raise Unreadable("too-slow", "The calendar takes too long to read.")
        uid = str(event.get("UID", "")).strip()
        try:
            for each in _happenings(event, moved[uid], zones, now):
                found[each.uid, each.recurrence] = each
        except _Unusable as problem:
            problems[str(problem)] += 1
            if str(problem) != "private":
                parts.unread.add(uid)
        except Exception as error:  # what strangers write fails in ways that no list of exceptions foresees
            problems["repeats-otherwise" if isinstance(error, Invalid) else "broken"] += 1
            parts.unread.add(uid)
    to_come = [each for each in found.values() if each.ends > now]
    if len(to_come) > MOST_EVENTS:
        raise too_many()
    problems["unknown-zone"] += len(zones.unknown)
    return Contents(_once(to_come, problems), +problems, parts.unread)


def _once(found: list[Found], problems: Counter[str]) -> list[Found]:
    """Each once, though the calendar may list it under several names."""
    by_content = {each.fingerprint: each for each in reversed(found)}
    problems["listed-twice"] += len(found) - len(by_content)
    return sorted(by_content.values(), key=lambda each: (each.starts.astimezone(UTC), each.uid, each.recurrence))


def _sequence(event: icalendar.Event) -> tuple[bool, int]:
    """Masters before what was moved of them, and newer ones last: what comes later stands."""
    try:
        return "RECURRENCE-ID" in event, int(event.get("SEQUENCE", 0))
    except (TypeError, ValueError):
        return "RECURRENCE-ID" in event, 0


def _moved(events: list[icalendar.Event], zones: Zones) -> dict[str, list[datetime]]:
    """By UID, the times of a series that the calendar speaks of apart."""
    moved = defaultdict(list)
    for event in events:
        said = event.get("RECURRENCE-ID")
        if isinstance(said, icalendar.vDDDTypes):
            moved[str(event.get("UID", "")).strip()].append(zones.moment(said))
    return moved


def _happenings(event: icalendar.Event, moved: list[datetime], zones: Zones, now: datetime) -> Iterator[Found]:
    found = _found(event, zones)
    for starts in repeating.further(event, zones):
        if starts not in moved:
            yield replace(_at(found, starts), recurrence=_instant(starts), first=starts)
    if "RECURRENCE-ID" in event or not repeating.repeats(event):
        yield found
    elif coming := repeating.series(event, found.starts, found.ends, moved, zones, now):
        yield replace(_at(found, coming[0]), series=coming[1])


def _at(found: Found, starts: datetime) -> Found:
    """The same at another time; clocks on the wall say that it takes as long."""
    starts = starts.astimezone(found.starts.tzinfo)
    lasts = found.ends.replace(tzinfo=None) - found.starts.replace(tzinfo=None)
    ends = Zones.settled((starts.replace(tzinfo=None) + lasts).replace(tzinfo=starts.tzinfo))
    return replace(found, starts=starts, ends=ends)


def _found(event: icalendar.Event, zones: Zones) -> Found:
    title = " ".join(str(event.get("SUMMARY", "")).split())
    if str(event.get("CLASS", "")).upper() in _KEPT_TO_THEMSELVES:
        raise _Unusable("private")
    if not title:
        raise _Unusable("no-title")
    starts, ends = _times(event, zones)
    place = " ".join(str(event.get("LOCATION", "")).split())
    moved = event.get("RECURRENCE-ID")
    if moved is not None and not isinstance(moved, icalendar.vDDDTypes):
        raise _Unusable("broken")
    found = Found(
        uid=str(event.get("UID", "")).strip(),
        recurrence=_instant(zones.moment(moved)) if moved is not None else "",
        title=title[:1_000],
        summary=_plain(event),
        starts=starts,
        ends=ends,
        first=starts,
        series=None,
        place=place,
        online_url=_online(event, place),
        words=(title, *_categories(event)),
        cancelled=str(event.get("STATUS", "")).upper() == "CANCELLED",
    )
    # Some programs leave the UID out: then it is called by what it is.
    return found if found.uid else replace(found, uid=found.fingerprint)


def _times(event: icalendar.Event, zones: Zones) -> tuple[datetime, datetime]:
    said, end = event.get("DTSTART"), event.get("DTEND")
    if not isinstance(said, icalendar.vDDDTypes):
        raise _Unusable("no-start")
    starts = zones.ruled(said) if repeating.repeats(event) else zones.moment(said)
    is_day = not isinstance(said.dt, datetime)
    if isinstance(end, icalendar.vDDDTypes):
        ends = zones.moment(end)
    else:
        duration = getattr(event.get("DURATION"), "dt", None)
        lasts = duration or (timedelta(days=1) if is_day else timedelta(hours=1))
        ends = Zones.settled((starts.replace(tzinfo=None) + lasts).replace(tzinfo=starts.tzinfo))
    if ends.astimezone(UTC) < starts.astimezone(UTC):
        raise _Unusable("end-before-start")
    if ends.astimezone(UTC) == starts.astimezone(UTC):
        ends = (starts.astimezone(UTC) + timedelta(days=1 if is_day else 0, hours=0 if is_day else 1)).astimezone(
            starts.tzinfo
        )
    if not 1970 < starts.year < 2200 or ends - starts > timedelta(days=366):
        raise _Unusable("out-of-reach")
    return starts, ends.astimezone(starts.tzinfo)


def _plain(event: icalendar.Event) -> str:
    """The description, without markup, and the address of its own page."""
    said = str(event.get("DESCRIPTION", ""))
    if _TAGGED.search(said):
        broken = re.sub(r"<(?:br|/p|/div|/li)\b[^>]*>", "\n", said, flags=re.IGNORECASE)
        said = html.unescape(_TAGGED.sub("", broken))
    said = re.sub(r"\n{3,}", "\n\n", said.replace("\r", "")).strip()[:9_000]
    page = str(event.get("URL", "")).strip()
    is_new = _WEB_ADDRESS.fullmatch(page) and len(page) <= 900 and page not in said
    return f"{said}\n\n{page}".strip() if is_new else said


def _online(event: icalendar.Event, place: str) -> str | None:
    """Where people meet online: what is said to be a conference, or an address in the place of a place."""
    conference: Any = event.get("CONFERENCE") or event.get("X-GOOGLE-CONFERENCE") or ""
    for said in (*conference, place) if isinstance(conference, list) else (conference, place):
        address = _WEB_ADDRESS.search(str(said))
        if address and len(address.group()) <= 2_000:
            return address.group()
    return None


def _categories(event: icalendar.Event) -> list[str]:
    said = event.get("CATEGORIES", [])
    return [str(word) for each in (said if isinstance(said, list) else [said]) for word in each.cats]


def _instant(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
