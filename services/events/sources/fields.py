"""What a source has a say in, field by field: what it says, what the event is, and how one becomes the other."""

from datetime import datetime
from typing import Any

from services.events.calendar.models import Event
from services.events.sources.models import Source
from services.events.sources.reading import Found

# What else there is to an event is never the source's, once the event is there.
FIELDS = ("title", "summary", "times", "place")


def said(found: Found, source: Source) -> dict[str, Any]:
    """What the source says, by field; of a series nothing that time alone would change."""
    last = found.first.replace(tzinfo=None) + (found.ends.replace(tzinfo=None) - found.starts.replace(tzinfo=None))
    rule = [found.series.rule, found.series.until_local, *found.series.exdates] if found.series else []
    return {
        "title": found.title,
        "summary": found.summary,
        "times": [_wall(found.first), _wall(last), zone_of(found), *rule],
        "place": [venue(found, source), found.online_url],
    }


def stands(event: Event) -> dict[str, Any]:
    """What the event is, by field, whoever said so."""
    once = [_wall(event.starts_local), _wall(event.ends_local), event.time_zone]
    return {
        "title": event.title,
        "summary": event.summary,
        "times": event.series or once,
        "place": [event.venue, event.online_url],
    }


def kept(taken: dict[str, Any], event: Event) -> set[str]:
    """The fields in which people here have said otherwise than was `taken` from the source."""
    stand = stands(event)
    return {name for name in FIELDS if stand[name] != taken[name]}


def given(found: Found, source: Source, fields: set[str]) -> dict[str, Any]:
    """What of an event is to be these fields of the source's, as the API takes it."""
    body: dict[str, Any] = {name: getattr(found, name) for name in ("title", "summary") if name in fields}
    if "times" in fields:
        body |= {
            "starts_at": found.starts.isoformat(),
            "ends_at": found.ends.isoformat(),
            "time_zone": zone_of(found),
        }
        body["recurrence"] = _recurrence(found)
    place = venue(found, source)
    if "place" in fields and (place or found.online_url):
        body |= {"venue": place, "online_url": found.online_url, "attendance_mode": _mode(place, found.online_url)}
    return body


def at_first(found: Found, source: Source) -> dict[str, Any]:
    """A whole event, as the API takes it: what the source says of it, and what its rules say of all."""
    body = given(found, source, set(FIELDS)) | {
        "host_id": source.partner_id,
        "kind": kind(found, source),
        "community_ids": source.community_ids,
        "audiences": source.audiences,
        "visibility": source.visibility,
    }
    return {name: value for name, value in body.items() if value is not None}


def kind(found: Found, source: Source) -> str:
    """Of which kind the source's rules make it."""
    rule = kind_rule(found, source)
    return str(rule["kind"]) if rule else source.kind


def kind_rule(found: Found, source: Source) -> dict[str, Any] | None:
    """The rule that says its kind: the first whose word it has."""
    words = " ".join(found.words).casefold()
    return next((rule for rule in source.kind_rules if rule["word"].casefold() in words), None)


def venue(found: Found, source: Source) -> dict[str, Any] | None:
    """Where people meet, by the source's rule; an address on the web is no place."""
    if is_placed(found, source):
        return source.venue
    empty = dict.fromkeys(("street", "locality", "region", "postal_code", "country"), "")
    return {"name": found.place[:300]} | empty


def is_placed(found: Found, source: Source) -> bool:
    """Whether the source's rule says where it is, and not the calendar."""
    return source.place_rule == "always" or not found.place or found.place == found.online_url


def zone_of(found: Found) -> str:
    """The name of its zone."""
    return str(found.starts.tzinfo)


def _recurrence(found: Found) -> dict[str, Any] | None:
    if found.series is None:
        return None
    today = f"{found.starts:%Y-%m-%d}"
    left_out = [each for each in found.series.exdates if each >= today]
    return {"rule": found.series.rule, "until_local": found.series.until_local, "exdates": left_out}


def _mode(place: dict[str, Any] | None, online_url: str | None) -> str:
    if online_url is None:
        return "in_person"
    return "mixed" if place else "online"


def _wall(local: datetime) -> str:
    return f"{local:%Y-%m-%dT%H:%M}"
