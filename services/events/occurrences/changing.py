"""What a change of times or of the rule comes to: for all that is to come, or from one occurrence on."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from services.events.calendar import wall
from services.events.calendar.models import Event
from services.events.occurrences import rules, series
from services.events.occurrences.schemas import RecurrenceGiven
from services.events.occurrences.stretches import Stretch, written
from shared.errors import Flaw, Invalid

# What one part of a series may be called, where another is called otherwise.
WORDS = ("title", "venue", "online_url", "capacity")
_MOMENT = timedelta(minutes=1)


@dataclass(frozen=True)
class Change:
    """What was sent of an event's times: None is what stays; `recurrence` counts only when it `says_recurrence`."""

    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str | None = None
    recurrence: RecurrenceGiven | None = None
    says_recurrence: bool = False
    from_occurrence: str | None = None


def pattern(
    uid: str, starts: datetime, ends: datetime, zone: str, given: RecurrenceGiven | None, pointer: str = ""
) -> Stretch:
    """The stretch that an event with these wall times and this rule begins with."""
    if given is None:
        return Stretch(uid, written(starts), written(ends), zone)
    parts = rules.parts_of(given.rule, f"{pointer}/recurrence/rule")
    until = _until(parts.pop("UNTIL", None), zone) or given.until_local
    return Stretch(uid, written(starts), written(ends), zone, rules.written(parts), until, sorted(given.exdates))


def must_begin_with_its_rule(stretch: Stretch, pointer: str = "") -> None:
    """Refuse a start that is none of the rule's times: calendars would not agree on whether it counts."""
    if stretch.ruled(most=1) != [stretch.first]:
        detail = "The event's start is none of its rule's times: choose a start that is, or another rule."
        raise Invalid("recurrence-start", detail, pointer=f"{pointer}/recurrence/rule")


def change(event: Event, sent: Change, now: datetime) -> None:
    """Move what is to come of an event, or give it another rule; what has begun stays as it was."""
    row = series.pivot(event, now, sent.from_occurrence)
    old = series.stretches_of(event)
    last = max((one.original_local for one in event.occurrences if one.original_local), default=old[-1].first)
    at = row.original_local if row and row.original_local else last + _MOMENT
    standing = _standing(old, at)
    before = [cut for stretch in old if (cut := stretch.until_before(at))]
    new = _anew(standing, at if row else last, sent)
    if before and new.time_zone != standing.time_zone:
        flaw = Flaw("/time_zone", "already-begun", "A series stays in its zone: end this one, and post another.")
        raise Invalid("already-begun", "What is past cannot go to another zone.", flaw)
    if sent.starts_at is not None:
        must_begin_with_its_rule(new)
    uid = f"{at:%Y%m%dT%H%M%S}-{event.uid}" if before else event.uid
    rest = _after_what_began(replace(new, uid=uid), event, now)
    series.arrange(event, [*before, rest] if rest else before, now)


def say(event: Event, was: dict[str, Any], now: datetime, key: str | None) -> None:
    """Let what comes before an occurrence be called as it was; without one, call anew all that is to come."""
    if key is None:
        _call_anew(event, was, now)
        return
    row = series.pivot(event, now, key)
    if row is None or row.original_local is None:
        return
    at, stretches = row.original_local, series.stretches_of(event)
    standing = _standing(stretches, at)
    if cut := standing.until_before(at):
        begin, end = at, at + standing.length
        uid = f"{at:%Y%m%dT%H%M%S}-{event.uid}"
        rest = replace(
            standing, uid=uid, starts_local=written(begin), ends_local=written(end), rule=standing.counted_from(at)
        )
        place = stretches.index(standing)
        stretches[place : place + 1] = [cut, rest]
    for each in event.occurrences:
        if each.original_local and each.original_local < at:
            for name, value in was.items():
                if getattr(each, name) is None:
                    setattr(each, name, value)
    called = [
        replace(one, words={**was, **one.words} if one.first < at else _without(one.words, was)) for one in stretches
    ]
    series.arrange(event, called, now)


def _call_anew(event: Event, was: dict[str, Any], now: datetime) -> None:
    stretches = series.stretches_of(event)
    for row in event.occurrences:
        if row.original_local and row.starts_at > now:
            words = _standing(stretches, row.original_local).words
            for name in was.keys() & words.keys():
                if getattr(row, name) == words[name]:
                    setattr(row, name, None)
    coming = [row.original_local for row in event.occurrences if row.original_local and row.starts_at > now]
    standing = {_standing(stretches, local).uid for local in coming}
    called = [replace(one, words=_without(one.words, was)) if one.uid in standing else one for one in stretches]
    event.series = [one.kept() for one in called] if event.series else None


def _without(words: dict[str, Any], was: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in words.items() if name not in was}


def _standing(stretches: list[Stretch], at: datetime) -> Stretch:
    return next((stretch for stretch in reversed(stretches) if stretch.first <= at), stretches[0])


def _anew(standing: Stretch, at: datetime, sent: Change) -> Stretch:
    """The stretch that begins with what was sent, and has the rest from the one that stood."""
    zone = sent.time_zone or standing.time_zone
    missing = [name for name in ("starts_at", "ends_at") if getattr(sent, name) is None]
    if missing and zone != standing.time_zone:
        flaws = [Flaw(f"/{name}", "required", "In another zone this is another time.") for name in missing]
        raise Invalid("required", "A new zone needs both times.", *flaws)
    first = wall.settled(sent.starts_at, zone, "/starts_at").local if sent.starts_at else at
    end = wall.settled(sent.ends_at, zone, "/ends_at").local if sent.ends_at else at + standing.length
    if end <= first:
        raise Invalid("end-before-start", "It cannot end before it begins.", pointer="/ends_at")
    if sent.says_recurrence:
        return pattern(standing.uid, first, end, zone, sent.recurrence)
    at_these = replace(standing, starts_local=written(first), ends_local=written(end), time_zone=zone, words={})
    return replace(at_these, rule=standing.counted_from(at))


def _after_what_began(new: Stretch, event: Event, now: datetime) -> Stretch | None:
    """The stretch from its first occurrence on that neither has begun nor falls on a day of one that has."""
    taken = {row.starts_local.date() for row in event.occurrences if row.starts_at <= now}
    uncounted = replace(new, rule=rules.written(_without_count(new))) if new.rule else new
    for local in uncounted.ruled(most=rules.LIMIT):
        begin, _ = new.times(local)
        if not taken or (begin.at > now and begin.local.date() not in taken):
            return replace(new, starts_local=written(local), ends_local=written(local + new.length))
    return None


def _without_count(stretch: Stretch) -> dict[str, str]:
    return {name: value for name, value in stretch.parts.items() if name != "COUNT"}


def _until(given: str | None, zone: str) -> str | None:
    """An UNTIL as a wall time, or as a day."""
    if given is None:
        return None
    try:
        if "T" not in given:
            return f"{datetime.strptime(given, '%Y%m%d'):%Y-%m-%d}"  # noqa: DTZ007
        until = datetime.strptime(given.rstrip("Z"), "%Y%m%dT%H%M%S")  # noqa: DTZ007
    except ValueError as error:
        raise Invalid("invalid-recurrence", "UNTIL is no day or time.", pointer="/recurrence/rule") from error
    if given.endswith("Z"):
        until = until.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return written(until)
