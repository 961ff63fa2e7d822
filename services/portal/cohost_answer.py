"""A partner's answer to whoever asks it to carry an event: as people fill it in, and as the API takes it."""

from datetime import date, time
from typing import Any

from starlette.datastructures import FormData

from services.portal import walltime
from services.portal.visitor import Visitor

Values = dict[str, str]
Flaws = dict[str, str]

_FIELDS = ("answer", "note", "day", "start")


def blank() -> Values:
    """What the form shows first."""
    return dict.fromkeys(_FIELDS, "")


def filled(form: FormData) -> Values:
    """What somebody filled in."""
    return {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in _FIELDS}


def body(values: Values, zone: str, visitor: Visitor) -> tuple[dict[str, Any], Flaws]:
    """The answer as the API takes it, and what is wrong with it in words."""
    _ = visitor.gettext
    if not values["answer"]:
        return {}, {"answer": _("Choose one of the three.")}
    given: dict[str, Any] = {"answer": values["answer"], "note": values["note"]}
    if values["answer"] != "another_date":
        return given, {}
    try:
        day, at = date.fromisoformat(values["day"]), time.fromisoformat(values["start"])
        # Where an hour comes twice, the first is as good a proposal as the second.
        return given | {"proposed_starts_at": walltime.moment(day, at, zone, "first").isoformat()}, {}
    except ValueError:
        return {}, {"day": _("Say which day, and from when.")}
    except walltime.Skipped:
        return {}, {"day": _("This time does not exist on that day: the clocks jump over it.")}
