"""The form of an event: its fields as people fill them in, and as the API takes them."""

from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from services.portal import days, repeats, signing_up, walltime
from services.portal.visitor import Visitor
from shared import dates

Values = dict[str, Any]
Flaws = dict[str, str]

_TEXTS = (
    *("host_id", "title", "summary", "day", "start", "end", "last_day", "time_zone", "start_which", "end_which"),
    *("attendance_mode", "venue_name", "street", "locality", "region", "postal_code", "country", "online_url"),
    *("statement", "contact", "kind", "program_id", "initiative_id", "group_id", "capacity", "cost", "visibility"),
    *("reach", "requests_close_days", "from_occurrence"),
    *repeats.TEXTS,
    *signing_up.TEXTS,
)
_LISTS = ("community_ids", "audiences", "topics", "sdoh", "languages", "interpretation", "pillars")
_OF_ROOMS = (*repeats.LISTS, *signing_up.LISTS)
_FLAGS = ("step_free", "captioning", "insurance_needed", *signing_up.FLAGS)
_PLACE = {
    "name": "venue_name",
    "street": "street",
    "locality": "locality",
    "region": "region",
    "postal_code": "postal_code",
    "country": "country",
}


def blank(host: dict[str, Any]) -> Values:
    """What the form shows first: what is known of the host."""
    return (
        dict.fromkeys(_TEXTS, "")
        | {name: [] for name in (*_LISTS, *_OF_ROOMS)}
        | dict.fromkeys(_FLAGS, False)
        | {
            "host_id": host["id"],
            "time_zone": host["time_zone"],
            "attendance_mode": "in_person",
            "statement": host["accessibility"]["statement"],
            "contact": host["accessibility"]["contact"],
            "visibility": "public",
            "cost": "free",
            "languages": ["en"],
            "country": "US",
        }
        | signing_up.blank()
        | days.blank()
    )


def filled(form: FormData) -> Values:
    """What somebody filled in."""
    texts = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in _TEXTS}
    lists = {name: [str(each) for each in form.getlist(name)] for name in (*_LISTS, *_OF_ROOMS)}
    flags = {name: bool(form.get(name)) for name in _FLAGS}
    return texts | lists | flags | signing_up.filled(form) | days.filled(form)


def shown(event: dict[str, Any], visitor: Visitor) -> Values:
    """An event as the form shows it."""
    venue = event["venue"] or {}
    return (
        {name: event.get(name) or "" for name in _TEXTS}
        | {name: event[name] for name in _LISTS}
        | repeats.shown(event)
        | {field: venue.get(part, "") for part, field in _PLACE.items()}
        | times(event)
        | {
            "statement": event["accessibility"]["statement"],
            "contact": event["accessibility"]["contact"],
            "step_free": event["accessibility"]["step_free"],
            "captioning": event["accessibility"]["captioning"],
            "requests_close_days": _digits(event["accessibility"]["requests_close_days"]),
            "insurance_needed": event["insurance_needed"],
        }
        | signing_up.shown(event, lambda role: signing_up.role_in_words(role, visitor))
        | days.shown(event)
    )


def times(event: dict[str, Any]) -> Values:
    """The times of an event, or of an occurrence, as the form shows them."""
    zone = ZoneInfo(event["time_zone"])
    begin, end = (datetime.fromisoformat(event[edge]).astimezone(zone) for edge in ("starts_at", "ends_at"))
    return {
        "day": f"{begin:%Y-%m-%d}",
        "start": f"{begin:%H:%M}",
        "end": f"{end:%H:%M}",
        "last_day": f"{end:%Y-%m-%d}" if end.date() != begin.date() else "",
        "start_which": _which(begin),
        "end_which": _which(end),
        "time_zone": event["time_zone"],
    }


def body(values: Values, visitor: Visitor, event: dict[str, Any] | None = None) -> tuple[dict[str, Any], Flaws]:
    """The form as the API takes it, and what is wrong with it in words; the API finds the rest.

    What the form does not ask of signing up and of sessions stays as the `event` has it.
    """
    _ = visitor.gettext
    flaws: Flaws = {}
    if not values["title"]:
        flaws["title"] = _("Give the event a title.")
    begin, end = moments(values, flaws, visitor)
    mode = values["attendance_mode"]
    if mode != "online" and not values["venue_name"]:
        flaws["venue_name"] = _("Say where people meet, or choose “Online”.")
    if mode != "in_person" and not values["online_url"]:
        flaws["online_url"] = _("Give the address where people join online.")
    if values["capacity"] and not _is_number(values["capacity"]):
        flaws["capacity"] = _("Give the number of places in digits, or leave it empty.")
    if values["requests_close_days"] and not _is_number(values["requests_close_days"]):
        flaws["requests_close_days"] = _("Give the number of days in digits, or leave it empty.")
    if values["visibility"] == "group" and not values["group_id"]:
        flaws["group_id"] = _("Choose the group that may see it.")
    recurrence = repeats.body(values, begin, flaws, visitor) if begin else None
    terms = signing_up.body(values, event or {}, flaws, visitor)
    sessions = days.body(values, event or {}, flaws, visitor)
    if flaws:
        return {}, flaws
    assert begin is not None
    assert end is not None
    venue = {part: values[field] for part, field in _PLACE.items()} if mode != "online" else None
    same = ("host_id", "title", "summary", "kind", "cost", "visibility", "time_zone", "attendance_mode", *_LISTS)
    return {
        **{name: values[name] for name in same},
        **{name: values[name] or None for name in ("program_id", "initiative_id", "group_id", "reach")},
        "insurance_needed": values["insurance_needed"],
        "recurrence": recurrence,
        **terms,
        "sessions": sessions,
        "starts_at": begin.isoformat(),
        "ends_at": end.isoformat(),
        "venue": venue,
        "online_url": values["online_url"] if mode != "in_person" else None,
        "capacity": int(values["capacity"]) if values["capacity"] else None,
        "accessibility": {
            **{name: values[name] for name in ("statement", "contact", "step_free", "captioning")},
            "requests_close_days": int(values["requests_close_days"]) if values["requests_close_days"] else None,
        },
    }, {}


def _is_number(typed: str) -> bool:
    return typed.isascii() and typed.isdigit()


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)


def moments(values: Values, flaws: Flaws, visitor: Visitor) -> tuple[datetime | None, datetime | None]:
    """When it begins and ends; what is wrong with either is among the flaws."""
    begin = _time(values, "day", "start", flaws, visitor)
    end = _time(values, "last_day" if values["last_day"] else "day", "end", flaws, visitor)
    if begin and end and end <= begin:
        flaws["end"] = visitor.gettext("It must end after it begins. If it ends on another day, say which.")
    return begin, end


def _time(values: Values, day: str, at: str, flaws: Flaws, visitor: Visitor) -> datetime | None:
    """One edge of the event; of a wall time that a clock change made impossible or double, the flaw says so."""
    _ = visitor.gettext
    try:
        on = date.fromisoformat(values[day])
    except ValueError:
        flaws.setdefault(day, _("Give the date."))
        return None
    try:
        clock = time.fromisoformat(values[at])
    except ValueError:
        flaws[at] = _("Give the time.")
        return None
    try:
        return walltime.moment(on, clock, values["time_zone"], values[f"{at}_which"])
    except walltime.Skipped as skipped:
        later = dates.time_of_day(skipped.to, values["time_zone"], visitor.language)
        flaws[at] = _("This time does not exist on that day: the clocks jump over it, to %(later)s.") % {
            "later": later
        }
    except walltime.Twice as twice:
        # The form then asks which of the two.
        values[f"{at}_twice"] = (twice.first, twice.second)
        flaws[at] = _("This time comes twice on that day, because the clocks go back. Choose which of the two.")
    except (ValueError, OSError, KeyError):
        flaws["time_zone"] = _("Choose a time zone.")
    return None


def _which(wall: datetime) -> str:
    other = wall.replace(fold=1 - wall.fold)
    if other.utcoffset() == wall.utcoffset():
        return ""
    return "second" if wall.fold else "first"
