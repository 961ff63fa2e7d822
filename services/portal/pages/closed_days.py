"""Days on which partners, or everybody, are closed: who plans is told of them."""

from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.conflicts import who_is_closed
from services.portal.event_choices import hosts
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor
from shared import clock

router = APIRouter()

_LIST, _STALE, _EVERYBODY = "/calendars/closed-days", 412, "all"
_LINES = ("title", "first_day", "last_day")


@router.get(_LIST)
def show_closed_days(visitor: Member) -> Response:
    """The closed days to come, and a form for more."""
    return _list_page(visitor, dict.fromkeys(("whose", *_LINES), ""), {})


@router.post(_LIST)
def add(visitor: Member, form: Form) -> Response:
    """Name closed days."""
    values = _filled(form)
    body, flaws = _body(values, visitor)
    if not flaws:
        whose = None if values["whose"] == _EVERYBODY else values["whose"]
        try:
            visitor.api.post(_LIST, body | {"partner_id": whose})
            return go(_LIST)
        except Refused as refused:
            flaws = _flaws(refused, visitor)
    return _list_page(visitor, values, flaws, 422)


@router.get(f"{_LIST}/{{days_id:uuid}}")
def show_form(visitor: Member, days_id: UUID) -> Response:
    """Closed days, to be changed or struck."""
    days = visitor.api.get(f"{_LIST}/{days_id}")
    return _form_page(visitor, days, days, {})


@router.post(f"{_LIST}/{{days_id:uuid}}")
def change(visitor: Member, days_id: UUID, form: Form) -> Response:
    """Change closed days, or strike them; what somebody else changed meanwhile is shown first."""
    days, values = visitor.api.get(f"{_LIST}/{days_id}"), _filled(form)
    if str(form.get("version")) != str(days["version"]):
        words = visitor.gettext("Somebody else changed this meanwhile. Here is what holds now.")
        return _form_page(visitor, days, days, {"": words}, _STALE)
    strikes = form.get("step") == "strike"
    body, flaws = ({}, {}) if strikes else _body(values, visitor)
    if flaws:
        return _form_page(visitor, days, values, flaws, 422)
    try:
        if strikes:
            visitor.api.delete(f"{_LIST}/{days_id}", days["version"])
        else:
            visitor.api.patch(f"{_LIST}/{days_id}", body, days["version"])
    except Refused as refused:
        return _form_page(visitor, days, values, _flaws(refused, visitor), 422)
    return go(_LIST)


def _filled(form: Form) -> dict[str, str]:
    return {name: str(form.get(name, "")).strip() for name in ("whose", *_LINES)}


def _body(values: dict[str, str], visitor: Visitor) -> tuple[dict[str, Any], dict[str, str]]:
    flaws = {}
    if not values["title"]:
        flaws["title"] = visitor.gettext("Say what for.")
    if not values["first_day"]:
        flaws["first_day"] = visitor.gettext("Give the day.")
    sent = {name: values[name] for name in _LINES}
    return sent | {"last_day": values["last_day"] or values["first_day"]}, flaws


def _flaws(refused: Refused, visitor: Visitor) -> dict[str, str]:
    said = flaws_of(refused, visitor)
    if refused.code == "end-before-start":
        said = {"last_day": visitor.gettext("The last day is not before the first, and less than a year after it.")}
    return said


def _list_page(visitor: Visitor, values: dict[str, str], flaws: dict[str, str], status: int = 200) -> Response:
    own = [(partner["id"], partner["name"]) for partner in hosts(visitor)]
    everybody = [(_EVERYBODY, visitor.gettext("The whole consortium"))] if visitor.is_office else []
    found = visitor.api.every(_LIST, since=clock.now().date().isoformat())
    return page(
        visitor,
        "closed_days.html",
        status,
        days=[_shown(visitor, each) for each in found],
        whose=everybody + own,
        values=values,
        flaws=flaws,
    )


def _form_page(
    visitor: Visitor, days: dict[str, Any], values: dict[str, Any], flaws: dict[str, str], status: int = 200
) -> Response:
    shown = _shown(visitor, days)
    return page(visitor, "closed_days_form.html", status, days=shown, values=values, flaws=flaws)


def _shown(visitor: Visitor, days: dict[str, Any]) -> dict[str, Any]:
    whose = days["partner_id"]
    return days | {
        "who": who_is_closed(visitor, whose),
        "first": date.fromisoformat(days["first_day"]),
        "last": date.fromisoformat(days["last_day"]),
        "may_change": visitor.is_office or bool(whose and visitor.holds(whose, "admin", "coordinator")),
    }
