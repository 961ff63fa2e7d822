"""Signing up for an event, with an account or without one."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import chosen_days, places
from services.portal.clients import Refused
from services.portal.rendering import page
from services.portal.visitor import Anybody, Form, Visitor

router = APIRouter()

Values = dict[str, str]
_FIELDS = ("name", "email", "occurrence", "role", "party_size", "minor", "guardian_consent")


@router.get("/events/{event_id:uuid}/sign-up")
def show_form(visitor: Anybody, event_id: UUID) -> Response:
    """Ask for what is needed, and say how many places there are."""
    blank = dict.fromkeys(_FIELDS, "") | {"party_size": "1"}
    blank["occurrence"] = visitor.request.query_params.get("occurrence", "")
    return _form(visitor, event_id, blank, {})


@router.post("/events/{event_id:uuid}/sign-up")
def sign_up(visitor: Anybody, event_id: UUID, form: Form) -> Response:
    """Sign up, and say what came of it."""
    values = {name: str(form.get(name, "")).strip() for name in _FIELDS}
    try:
        body = _body(values, form, visitor)
        found = visitor.api.post(f"/events/{event_id}/registrations", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        chosen = chosen_days.again(form)
        return _form(visitor, event_id, values, chosen_days.refusal(refused, visitor), refused.status, chosen)
    event = visitor.api.get(f"/events/{event_id}")
    return page(
        visitor,
        "signed_up.html",
        event=event,
        registration=found,
        email=values["email"],
        places=places,
        chosen_days=chosen_days,
    )


def _body(values: Values, form: FormData, visitor: Visitor) -> dict[str, Any]:
    body: dict[str, Any] = {name: values[name] for name in ("occurrence", "role", "minor") if values[name]}
    if not visitor.session:
        # Empty ones are sent, too: the API says what is missing, beside its field.
        body |= {"name": values["name"], "email": values["email"], "language": visitor.language}
    if form.get("asks_days"):
        body["days"] = chosen_days.body(form)
    if values["party_size"]:
        body["party_size"] = int(values["party_size"]) if values["party_size"].isdecimal() else values["party_size"]
    return body | ({"guardian_consent": True} if form.get("guardian_consent") else {})


def _form(
    visitor: Visitor,
    event_id: UUID,
    values: Values,
    flaws: dict[str, str],
    status: int = 200,
    chosen: dict[str, str] | None = None,
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    days = _days(visitor, event)
    meant = values["occurrence"] or (days[0]["key"] if days else "")
    there = (
        visitor.api.get(f"/events/{event_id}/places", occurrence=meant) if days or not event["recurrence"] else None
    )
    day_places = there["days"] if there else []
    return page(
        visitor,
        "sign_up.html",
        status,
        event=event,
        days=days,
        there=there,
        closed=places.closed(there, visitor) if there and not days else "",
        values=values,
        flaws=flaws,
        day_places=day_places,
        chosen=chosen_days.all_of(day_places) if chosen is None else chosen,
        chosen_days=chosen_days,
        key=uuid4().hex,
    )


def _days(visitor: Visitor, event: dict[str, Any]) -> list[dict[str, Any]]:
    """The days of a series that one may sign up for."""
    if not event["recurrence"]:
        return []
    found = visitor.api.get(f"/events/{event['id']}/occurrences", limit=60)["items"]
    return [one for one in found if one["state"] in {"scheduled", "moved"}]
