"""The numbers of an event, as people fill them in, and as the API takes them."""

from typing import Any

from starlette.datastructures import FormData

from services.portal.visitor import Visitor

Values = dict[str, str]
Flaws = dict[str, str]

COUNTS = ("attended", "people_served")
HOURS = ("hours_paid", "hours_own_time")
_WORDS = ("notes", "reflection")


def blank() -> Values:
    """What the form shows first."""
    return dict.fromkeys(("recorded", *COUNTS, *HOURS, *_WORDS), "")


def known(outcome: dict[str, Any]) -> Values:
    """What was said before, to be corrected."""
    said = {name: text(outcome[name]) for name in (*COUNTS, *HOURS)}
    recorded = {"none_recorded": "no", "given": "yes", "missing": ""}[outcome["state"]]
    return {**said, **{name: outcome[name] for name in _WORDS}, "recorded": recorded}


def text(number: float | None) -> str:
    """A number without a fraction that says nothing."""
    return "" if number is None else f"{number:.2f}".rstrip("0").rstrip(".")


def filled(form: FormData) -> Values:
    """What somebody filled in."""
    return {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in blank()}


def body(values: Values, visitor: Visitor) -> tuple[dict[str, Any], Flaws]:
    """The numbers as the API takes them, and what is wrong with them in words."""
    _ = visitor.gettext
    words = {name: values[name] for name in _WORDS}
    if values["recorded"] == "no":
        if any(values[name] for name in (*COUNTS, *HOURS)):
            return {}, {"recorded": _("There are numbers below: leave them out, or choose “Yes”.")}
        return {"none_recorded": True, **words}, {}
    given: dict[str, Any] = {}
    flaws: Flaws = {}
    for name in (*COUNTS, *HOURS):
        try:
            # A comma is how many of our readers write a half.
            said = values[name].replace(",", ".")
            given |= {name: int(said) if name in COUNTS else float(said)} if said else {}
        except ValueError:
            flaws[name] = _("Write a whole number.") if name in COUNTS else _("Write hours like 7 or 7.5.")
    if not given and not flaws:
        flaws["recorded"] = _("Give at least one number, or say that none was recorded.")
    return given | words, flaws
