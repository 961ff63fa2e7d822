"""How one signs up for an event: as the form asks it, as the API takes it, and as people read it."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from services.portal import vocabulary
from services.portal.rows import Row, Rows
from services.portal.visitor import Visitor
from services.portal.words import marked
from shared import dates

Values = dict[str, Any]
Flaws = dict[str, str]

ROLES = Rows("slot", ("role", "places"), fewest=3, most=50)
_EDGES = {"opens_local": "sign_up_opens", "closes_local": "sign_up_closes"}
_YES = {
    "required": "sign_up_required",
    "waitlist": "sign_up_waitlist",
    "approval": "sign_up_approval",
    "walk_ins": "sign_up_walk_ins",
}
# The API's own, for an event that says nothing.
_AT_FIRST = {"required": False, "waitlist": True, "approval": False, "walk_ins": True, "party_size_max": 6}
# Minutes before it begins, and what people call that.
REMINDERS = {
    "10080": marked("A week before"),
    "1440": marked("A day before"),
    "120": marked("Two hours before"),
}
_REMINDED_AT_FIRST = [1_440]

TEXTS = (*_EDGES.values(), "sign_up_hours_before", "sign_up_most")
FLAGS = tuple(_YES.values())
LISTS = ("reminders",)


def blank() -> Values:
    """What the form shows first."""
    return shown({"registration": _AT_FIRST, "slots": []}, str)


def filled(form: Mapping[str, Any]) -> Values:
    """The places by role that somebody filled in."""
    return ROLES.shown(ROLES.filled(form))


def shown(event: dict[str, Any], role_in_words: Callable[[str], str]) -> Values:
    """An event's terms, and its places by role, as the form shows them."""
    terms = event["registration"]
    return (
        {field: terms.get(name) or "" for name, field in _EDGES.items()}
        | {field: terms[name] for name, field in _YES.items()}
        | {"sign_up_most": str(terms["party_size_max"])}
        | {"reminders": [str(minutes) for minutes in terms.get("reminders", _REMINDED_AT_FIRST)]}
        | {"sign_up_hours_before": _or_blank(terms.get("closes_hours_before"))}
        | ROLES.shown(
            [{"role": role_in_words(slot["role"]), "places": str(slot["capacity"])} for slot in event["slots"]]
        )
    )


def body(values: Values, event: dict[str, Any], flaws: Flaws, visitor: Visitor) -> dict[str, Any]:
    """Terms and places by role as the API takes them; what the form does not ask stays as the `event` has it."""
    _ = visitor.gettext
    for field in _EDGES.values():
        if values[field] and not is_wall_time(values[field]):
            flaws[field] = _("Give date and time, or leave it empty.")
    opens, closes = (values[field] for field in _EDGES.values())
    if opens and closes and not flaws.keys() & set(_EDGES.values()) and closes <= opens:
        flaws["sign_up_closes"] = _("It must end after it begins.")
    before = values["sign_up_hours_before"]
    if before and not re.fullmatch(r"\d{1,4}", before, re.ASCII):
        flaws["sign_up_hours_before"] = _("Give a number of hours, such as 24, or leave it empty.")
    most = values["sign_up_most"]
    if most and not is_count(most):
        flaws["sign_up_most"] = _("Give a number, such as 2.")
    slots = _slots(ROLES.filled(values), event, flaws, visitor)
    if flaws:
        return {}
    terms = {
        **{name: values[field] or None for name, field in _EDGES.items()},
        **{name: values[field] for name, field in _YES.items()},
        **({"party_size_max": int(most)} if most else {}),
        "reminders": [int(minutes) for minutes in values["reminders"] if is_count(minutes)],
        "closes_hours_before": int(before) if before else None,
    }
    return {"registration": event.get("registration", {}) | terms, "slots": slots}


def _or_blank(number: int | None) -> str:
    return "" if number is None else str(number)


def reminders(values: Values, visitor: Visitor) -> list[tuple[str, str]]:
    """When people may be reminded; what the event has beside the usual is among it."""
    others = [minutes for minutes in values["reminders"] if minutes not in REMINDERS]
    return [(minutes, visitor.gettext(words)) for minutes, words in REMINDERS.items()] + [
        (minutes, visitor.gettext("%(minutes)s minutes before") % {"minutes": minutes}) for minutes in others
    ]


def _slots(rows: list[Row], event: dict[str, Any], flaws: Flaws, visitor: Visitor) -> list[dict[str, Any]]:
    _ = visitor.gettext
    known = {slot["role"]: slot for slot in event.get("slots", [])}
    slots: list[dict[str, Any]] = []
    for at, row in enumerate(rows):
        role = _code(row["role"], visitor)
        if not role:
            flaws[ROLES.field(at, "role")] = _("Name the role.")
        elif role in {slot["role"] for slot in slots}:
            flaws[ROLES.field(at, "role")] = _("This role is named above already.")
        if not is_count(row["places"]):
            flaws[ROLES.field(at, "places")] = _("Give the number of places in digits.")
            continue
        slots.append({**known.get(role, {}), "role": role, "capacity": int(row["places"])})
    return slots


def role_in_words(code: str, visitor: Visitor) -> str:
    """A role that the consortium has a word for in the visitor's language; another as it was written."""
    return visitor.gettext(vocabulary.AUDIENCES[code]) if code in vocabulary.AUDIENCES else code


def _code(typed: str, visitor: Visitor) -> str:
    named = {visitor.gettext(word).casefold(): code for code, word in vocabulary.AUDIENCES.items()}
    return named.get(typed.casefold(), typed)


def is_wall_time(typed: str) -> bool:
    """Whether this is a date with a time of day, as browsers send them: 2026-12-05T10:00."""
    try:
        return (
            bool(datetime.fromisoformat(typed)) and re.fullmatch(r"[\d-]{10}T\d\d:\d\d", typed, re.ASCII) is not None
        )
    except ValueError:
        return False


def is_count(typed: str) -> bool:
    """Whether this is a number from 1 on, not beyond what anybody counts."""
    return re.fullmatch(r"[1-9]\d{0,6}", typed, re.ASCII) is not None


def in_words(event: dict[str, Any], visitor: Visitor) -> str:
    """The terms, a line for each that is not as it is at first."""
    _, terms = visitor.gettext, event["registration"]

    def at(local: str) -> str:
        moment = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(event["time_zone"]))
        return dates.moment(moment, event["time_zone"], visitor.language)

    said = [
        terms["required"] and _("People are asked to sign up."),
        terms["opens_local"] and _("It begins: %(when)s") % {"when": at(terms["opens_local"])},
        terms["closes_local"] and _("It ends: %(when)s") % {"when": at(terms["closes_local"])},
        terms["closes_hours_before"] is not None and _hours_before(terms["closes_hours_before"], visitor),
        not terms["waitlist"] and _("There is no waiting list."),
        terms["approval"] and _("The host confirms each one."),
        not terms["walk_ins"] and _("Only those come in who have signed up."),
        terms["party_size_max"] != _AT_FIRST["party_size_max"]
        and _("Largest party: %(most)s") % {"most": terms["party_size_max"]},
    ]
    return "\n".join(str(line) for line in said if line)


def _hours_before(hours: int, visitor: Visitor) -> str:
    said = visitor.ngettext(
        "It ends %(num)s hour before the event.", "It ends %(num)s hours before the event.", hours
    )
    return said % {"num": hours}


def roles_in_words(event: dict[str, Any], visitor: Visitor) -> str:
    """Places by role, one on a line."""
    return "\n".join(
        f"{role_in_words(slot['role'], visitor)}: {places_in_words(slot['capacity'], visitor)}"
        for slot in event["slots"]
    )


def places_in_words(count: int, visitor: Visitor) -> str:
    """How many places."""
    return visitor.ngettext("%(num)s place", "%(num)s places", count) % {"num": count}
