"""At the entrance, on a telephone: who is expected, who is there, and who came without signing up."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import day_sheet, places
from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_EXPECTED = {"registered", "pending_requirement", "checked_in", "attended", "no_show"}
_THERE = {"checked_in", "attended"}
_MOVES = {"check-in", "no-show", "attendance", "requirements"}


@router.get("/events/{event_id:uuid}/check-in")
def show_desk(visitor: Member, event_id: UUID) -> Response:
    """Who is expected, the running count, and a search."""
    return _desk(visitor, event_id, {"name": "", "role": "", "party_size": "1"}, {})


@router.post("/events/{event_id:uuid}/check-in/{registration_id:uuid}")
def move(visitor: Member, event_id: UUID, registration_id: UUID, form: Form) -> Response:
    """Note that somebody is there, or is not."""
    noun = str(form.get("move", "check-in"))
    if noun in _MOVES:
        try:
            visitor.api.post(f"/registrations/{registration_id}/{noun}", _said(visitor, noun, registration_id, form))
        except Refused as refused:
            if refused.status != 409:
                raise
            flaws = {"": places.refusal(refused, visitor)[""]}
            return _desk(visitor, event_id, {"name": "", "role": "", "party_size": "1"}, flaws, refused.status)
    return go(_back(visitor, event_id))


def _said(visitor: Visitor, noun: str, registration_id: UUID, form: FormData) -> dict[str, Any]:
    """Whoever confirms what is asked has all of it before her."""
    if noun == "requirements":
        return {"met": visitor.api.get(f"/registrations/{registration_id}")["waits_for"]}
    session = visitor.request.query_params.get("session")
    on_day = {"session_id": session, "there": not form.get("not_there")}
    return on_day if noun == "check-in" and session else {}


@router.post("/events/{event_id:uuid}/walk-ins")
def walk_in(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Take somebody in who has not signed up."""
    values = {name: str(form.get(name, "")).strip() for name in ("name", "role", "party_size")}
    occurrence = visitor.request.query_params.get("occurrence", "")
    size = values["party_size"]
    body: dict[str, Any] = {"name": values["name"], "party_size": int(size) if size.isdecimal() else size}
    body |= {name: given for name, given in (("role", values["role"]), ("occurrence", occurrence)) if given}
    if session := visitor.request.query_params.get("session"):
        body["days"] = [{"session_id": session}]
    try:
        visitor.api.post(f"/events/{event_id}/walk-ins", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _desk(visitor, event_id, values, places.refusal(refused, visitor), refused.status)
    return go(_back(visitor, event_id))


def _desk(
    visitor: Visitor, event_id: UUID, values: dict[str, str], flaws: dict[str, str], status: int = 200
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    asked = visitor.request.query_params
    days = visitor.api.get(f"/events/{event_id}/occurrences", limit=60)["items"] if event["recurrence"] else []
    day = asked.get("occurrence") or (days[0]["key"] if days else "")
    sheet = day_sheet.asked_for(event, asked)
    everybody = [
        one
        for one in visitor.api.every(f"/events/{event_id}/registrations", occurrence=day)
        if one["state"] in _EXPECTED and sheet.expects(one)
    ]
    q = asked.get("q", "").strip()
    return page(
        visitor,
        "check_in.html",
        status,
        event=event,
        days=days,
        day=day,
        q=q,
        sheet=sheet,
        there=sum(one["party_size"] for one in everybody if sheet.has(one, one["state"] in _THERE)),
        expected=sum(one["party_size"] for one in everybody),
        found=sorted((one for one in everybody if _matches(one, q)), key=_by_name),
        places=places,
        values=values,
        flaws=flaws,
        kept=urlencode({name: given for name, given in (("occurrence", day), ("q", q), *sheet.kept) if given}),
        key=uuid4().hex,
    )


def _matches(registration: dict[str, Any], q: str) -> bool:
    words = f"{registration['name']} {registration['email']} {registration['minor'] or ''}".casefold()
    return all(word in words for word in q.casefold().split())


def _by_name(registration: dict[str, Any]) -> tuple[bool, str]:
    return registration["state"] != "registered", registration["name"].casefold()


def _back(visitor: Visitor, event_id: UUID) -> str:
    query = urlencode(dict(visitor.request.query_params))
    return f"/events/{event_id}/check-in{'?' + query if query else ''}"
