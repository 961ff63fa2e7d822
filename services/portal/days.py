"""The days and sessions of an event: as the form asks them, as the API takes them, and as people read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.portal import groups_form, walltime
from services.portal.rows import Row, Rows
from services.portal.signing_up import is_count, is_wall_time, places_in_words
from services.portal.visitor import Visitor
from shared import dates

Session = dict[str, Any]
Values = dict[str, Any]
Flaws = dict[str, str]

ROWS = Rows("session", ("id", "title", "begins", "ends", "place", "places", "groups", "choice"), fewest=4, most=100)
_EDGES = {"begins": "starts_at", "ends": "ends_at"}


def blank() -> Values:
    """What the form shows first."""
    return ROWS.shown([])


def filled(form: Mapping[str, Any]) -> Values:
    """The sessions that somebody filled in, in the order in which the API speaks of them."""
    return ROWS.shown(sorted(ROWS.filled(form), key=_order))


def shown(event: dict[str, Any]) -> Values:
    """The sessions of an event as the form shows them."""
    return ROWS.shown(_rows(event))


def body(values: Values, event: dict[str, Any], flaws: Flaws, visitor: Visitor) -> list[Session]:
    """The sessions as the API takes them; what the form does not ask of them stays as the `event` has it."""
    rows = ROWS.filled(values)
    known: list[Session] = event.get("sessions", [])
    if known and rows == _rows(event):
        # Sent as they were, they are no change: they move with their event.
        return known
    if rows and values["repeats"]:
        flaws[ROWS.field(0, "title")] = visitor.gettext("What takes place again has no sessions.")
    by_id = {session["id"]: session for session in known}
    return [
        _session(at, row, by_id.get(row["id"], {}), values["time_zone"], flaws, visitor)
        for at, row in enumerate(rows)
    ]


def in_words(event: dict[str, Any], visitor: Visitor) -> str:
    """Each session on a line."""
    zone = event["time_zone"]

    def line(session: Session) -> str:
        begins, ends = (datetime.fromisoformat(session[edge]).astimezone(ZoneInfo(zone)) for edge in _EDGES.values())
        same_day = begins.date() == ends.date()
        until = (dates.time_of_day if same_day else dates.moment)(ends, zone, visitor.language)
        place = session["venue"]["name"] if session["venue"] else ""
        places = places_in_words(session["capacity"], visitor) if session["capacity"] else ""
        when = f"{dates.moment(begins, zone, visitor.language)} – {until}"
        return " · ".join(filter(None, (session["title"], when, place, places)))

    def lines(session: Session) -> list[str]:
        choice = [visitor.gettext("Those who sign up choose their group")] if session.get("groups_by_choice") else []
        return [line(session), *groups_form.shown(session["groups"]).splitlines(), *choice]

    return "\n".join(said for session in event["sessions"] for said in lines(session))


def moved_along(event: dict[str, Any], patch: Mapping[str, Any]) -> dict[str, Any]:
    """The sessions as they will be where their event is moved and they are not: as much later, by the wall."""
    if not event["sessions"] or "starts_at" not in patch or "sessions" in patch:
        return {}
    zone = patch.get("time_zone", event["time_zone"])
    later = _wall(patch["starts_at"], zone) - _wall(event["starts_at"], event["time_zone"])

    def moved(at: str) -> str:
        return (_wall(at, event["time_zone"]) + later).replace(tzinfo=ZoneInfo(zone)).isoformat()

    times = ({edge: moved(session[edge]) for edge in _EDGES.values()} for session in event["sessions"])
    along = [session | at for session, at in zip(event["sessions"], times, strict=True)]
    return {"sessions": along} if later else {}


def _wall(at: str, zone: str) -> datetime:
    return datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def _rows(event: dict[str, Any]) -> list[Row]:
    return sorted((_row(session, event["time_zone"]) for session in event["sessions"]), key=_order)


def _row(session: Session, zone: str) -> Row:
    return {
        "id": session.get("id", ""),
        "title": session["title"],
        **{field: _on_the_wall(session[edge], zone) for field, edge in _EDGES.items()},
        "place": session["venue"]["name"] if session["venue"] else "",
        "places": str(session["capacity"] or ""),
        "groups": groups_form.shown(session["groups"]),
        "choice": "yes" if session.get("groups_by_choice") else "",
    }


def _order(row: Row) -> tuple[bool, str, bool, str]:
    return not row["begins"], row["begins"], not row["id"], row["id"]


def _session(at: int, row: Row, known: Session, zone: str, flaws: Flaws, visitor: Visitor) -> Session:
    _ = visitor.gettext
    if not row["title"]:
        flaws[ROWS.field(at, "title")] = _("Give the session a title.")
    times = {field: _time(at, field, row, known, zone, flaws, visitor) for field in _EDGES}
    begins, ends = times.values()
    if begins and ends and ends <= begins:
        flaws[ROWS.field(at, "ends")] = _("It must end after it begins.")
    if row["places"] and not is_count(row["places"]):
        flaws[ROWS.field(at, "places")] = _("Give the number of places in digits, or leave it empty.")
    venue = known.get("venue")
    if (venue["name"] if venue else "") != row["place"]:
        venue = {"name": row["place"]} if row["place"] else None
    groups: list[Session] = known.get("groups", [])
    try:
        groups = groups_form.read(row["groups"], groups, visitor)
    except groups_form.Unclear as unclear:
        flaws[ROWS.field(at, "groups")] = str(unclear)
    return {
        **known,
        **{edge: moment.isoformat() for edge, moment in zip(_EDGES.values(), times.values(), strict=True) if moment},
        "title": row["title"],
        "venue": venue,
        "capacity": int(row["places"]) if is_count(row["places"]) else None,
        "groups": groups,
        "groups_by_choice": bool(row["choice"]),
    }


def _time(
    at: int, field: str, row: Row, known: Session, zone: str, flaws: Flaws, visitor: Visitor
) -> datetime | None:
    _, typed = visitor.gettext, row[field]
    if not is_wall_time(typed):
        flaws[ROWS.field(at, field)] = _("Give date and time.")
        return None
    try:
        if known and _on_the_wall(known[_EDGES[field]], zone) == typed:
            # Of a time that comes twice, the one that it was.
            return datetime.fromisoformat(known[_EDGES[field]])
        wall = datetime.fromisoformat(typed)
        return walltime.moment(wall.date(), wall.time(), zone, "first")
    except walltime.Skipped as skipped:
        later = dates.time_of_day(skipped.to, zone, visitor.language)
        words = _("This time does not exist on that day: the clocks jump over it, to %(later)s.")
        flaws[ROWS.field(at, field)] = words % {"later": later}
    except (ValueError, OSError, KeyError, OverflowError):
        flaws.setdefault("time_zone", _("Choose a time zone."))
    return None


def _on_the_wall(at: str, zone: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m-%dT%H:%M}"
