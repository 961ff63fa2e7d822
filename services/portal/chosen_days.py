"""The days of a registration: as the form asks them, as the API takes them, and as people read them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from starlette.datastructures import FormData

from services.portal import places
from services.portal.clients import Refused
from services.portal.visitor import Visitor
from shared import dates

Day = dict[str, Any]


def body(form: FormData) -> list[dict[str, str]]:
    """The days that were ticked, each with the group that was chosen, if any was."""
    ticked = [str(given) for given in form.getlist("day")]
    groups = {session: str(form.get(f"group_{session}", "")).strip() for session in ticked}
    return [{"session_id": session} | ({"group": groups[session]} if groups[session] else {}) for session in ticked]


def all_of(days: list[Day]) -> dict[str, str]:
    """What the form shows first: every day, and no group, by session."""
    return {day["session_id"]: "" for day in days}


def of(registration: Mapping[str, Any]) -> dict[str, str]:
    """The days of somebody's registration, each with her group."""
    return {day["session_id"]: day["group"] or "" for day in registration["days"]}


def again(form: FormData) -> dict[str, str]:
    """The days as they were ticked, to be shown once more."""
    return {day["session_id"]: day.get("group", "") for day in body(form)}


def refusal(refused: Refused, visitor: Visitor) -> dict[str, str]:
    """What was wrong, by the form's field; whatever is wrong with days stands beside them all."""
    flaws = places.refusal(refused, visitor)
    return {("days" if field.startswith(("days", "group")) else field): said for field, said in flaws.items()}


def when(day: Day, zone: str, visitor: Visitor) -> str:
    """From when to when."""
    begins, ends = (datetime.fromisoformat(day[edge]).astimezone(ZoneInfo(zone)) for edge in ("starts_at", "ends_at"))
    until = (dates.time_of_day if begins.date() == ends.date() else dates.moment)(ends, zone, visitor.language)
    return f"{dates.moment(begins, zone, visitor.language)} – {until}"


def where(venue: dict[str, str] | None) -> str:
    """A place with its street."""
    return ", ".join(filter(None, (venue["name"], venue["street"], venue["locality"]))) if venue else ""


def standing(day: Day, visitor: Visitor) -> str:
    """Whether she waits for this day, in words."""
    if not day["waiting"]:
        return ""
    return visitor.gettext("Full: you are number %(position)s in line") % {"position": day["position"]}


def left(day: Day, visitor: Visitor) -> str:
    """How many places a day or a group has left, in words; nothing where there is no end of them."""
    if day["left"] is None:
        return ""
    if not day["left"]:
        return visitor.gettext("full")
    return visitor.ngettext("%(num)s place left", "%(num)s places left", day["left"]) % {"num": day["left"]}
