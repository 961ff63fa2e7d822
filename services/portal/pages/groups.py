"""Groups to sites: the host says who goes with which group of a day, and each is told where."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import chosen_days
from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_COMING = {"registered", "pending_requirement", "offered", "checked_in", "attended"}


@router.get("/events/{event_id:uuid}/groups")
def show_groups(visitor: Member, event_id: UUID) -> Response:
    """Each day that has groups: how full they are, and who goes with which."""
    return _page(visitor, event_id, {})


@router.post("/events/{event_id:uuid}/groups/{session_id:uuid}")
def assign(visitor: Member, event_id: UUID, session_id: UUID, form: Form) -> Response:
    """Let those who were ticked go with a group, or everybody who has none yet with one or another."""
    body: dict[str, Any] = {"group": str(form.get("group", "")) or None}
    if form.get("spread"):
        body = {}
    else:
        body["registration_ids"] = [str(one) for one in form.getlist("registration")]
    try:
        visitor.api.post(f"/events/{event_id}/sessions/{session_id}/assignment", body)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _page(visitor, event_id, chosen_days.refusal(refused, visitor), refused.status)
    return go(f"/events/{event_id}/groups?{urlencode({'session': str(session_id)})}")


def _page(visitor: Visitor, event_id: UUID, flaws: dict[str, str], status: int = 200) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    there = visitor.api.get(f"/events/{event_id}/places")
    coming = [one for one in visitor.api.every(f"/events/{event_id}/registrations") if one["state"] in _COMING]
    return page(
        visitor,
        "groups.html",
        status,
        event=event,
        days=[(day, _of_day(coming, day["session_id"])) for day in there["days"] if day["groups"]],
        chosen_days=chosen_days,
        flaws=flaws,
    )


def _of_day(coming: list[dict[str, Any]], session_id: str) -> list[tuple[dict[str, Any], str]]:
    """Who comes on a day, with her group: first those who have none."""
    found = [
        (one, day["group"] or "")
        for one in coming
        for day in one["days"]
        if day["session_id"] == session_id and not day["waiting"]
    ]
    return sorted(found, key=lambda pair: (pair[1], pair[0]["name"].casefold()))
