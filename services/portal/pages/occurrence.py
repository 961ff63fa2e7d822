"""One occurrence of a series: moving it or canceling it, without the others."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal import event_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_FIELDS = ("day", "start", "end", "last_day", "start_which", "end_which")


@router.get("/events/{event_id:uuid}/occurrences/{key}")
def show_occurrence(visitor: Member, event_id: UUID, key: str) -> Response:
    """When it is, and what can be done with it alone."""
    event, occurrence = _find(visitor, event_id, key)
    return _page(visitor, event, occurrence, event_form.times(occurrence) | {"reason": ""}, {})


@router.post("/events/{event_id:uuid}/occurrences/{key}")
def move(visitor: Member, event_id: UUID, key: str, form: Form) -> Response:
    """Move it."""
    event, occurrence = _find(visitor, event_id, key)
    values = {name: str(form.get(name, "")).strip() for name in (*_FIELDS, "reason")}
    values |= {"time_zone": event["time_zone"]}
    flaws: dict[str, str] = {}
    begin, end = event_form.moments(values, flaws, visitor)
    if flaws or begin is None or end is None:
        return _page(visitor, event, occurrence, values, flaws, 422)
    patch: dict[str, Any] = {"starts_at": begin.isoformat(), "ends_at": end.isoformat()}
    if values["reason"]:
        patch["reason"] = values["reason"]
    try:
        visitor.api.patch(f"/events/{event_id}/occurrences/{key}", patch, event["version"])
    except Refused as refused:
        return _refused(visitor, event, occurrence, values, refused)
    return go(f"/events/{event_id}/emails?fresh=1")


@router.post("/events/{event_id:uuid}/occurrences/{key}/cancellation")
def cancel(visitor: Member, event_id: UUID, key: str, form: Form) -> Response:
    """Cancel it, with a reason that everybody reads."""
    event, occurrence = _find(visitor, event_id, key)
    reason = str(form.get("why", "")).strip()
    values = event_form.times(occurrence) | {"reason": "", "why": reason}
    if not reason:
        flaws = {"why": visitor.gettext("Say why, in a sentence: everybody who is told reads it.")}
        return _page(visitor, event, occurrence, values, flaws, 422)
    address = f"/events/{event_id}/occurrences/{key}/cancellation"
    try:
        visitor.api.post(address, {"reason": reason}, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        return _refused(visitor, event, occurrence, values, refused)
    return go(f"/events/{event_id}/emails?fresh=1")


def _find(visitor: Visitor, event_id: UUID, key: str) -> tuple[dict[str, Any], dict[str, Any]]:
    event = visitor.api.get(f"/events/{event_id}")
    try:
        since = datetime.fromisoformat(key).replace(tzinfo=ZoneInfo(event["time_zone"]))
    except ValueError as error:
        raise HTTPException(404) from error
    # A moved one is found where it was moved to: from its own day on, or from today.
    for found in (visitor.api.get(f"/events/{event_id}/occurrences", **{"from": since.date()}, limit=200), None):
        for occurrence in found["items"] if found else visitor.api.every(f"/events/{event_id}/occurrences"):
            if occurrence["key"] == key:
                return event, occurrence
    raise HTTPException(404)


def _refused(
    visitor: Visitor, event: dict[str, Any], occurrence: dict[str, Any], values: dict[str, Any], refused: Refused
) -> Response:
    if refused.status in {403, 404}:
        raise refused
    return _page(visitor, event, occurrence, values, flaws_of(refused, visitor), refused.status)


def _page(
    visitor: Visitor,
    event: dict[str, Any],
    occurrence: dict[str, Any],
    values: dict[str, Any],
    flaws: dict[str, str],
    status: int = 200,
) -> Response:
    told = None
    if occurrence["state"] in {"scheduled", "moved"}:
        # Whom it reaches does not depend on the reason, but the door wants one.
        change = {"key": occurrence["key"], "cancellation": {"reason": "–"}}
        try:
            told = preview(visitor, event["id"], {"occurrence": change})
        except Refused as refused:
            if refused.status in {403, 404}:
                raise
    return page(
        visitor,
        "occurrence.html",
        status,
        event=event,
        occurrence=occurrence,
        values={"why": "", **values},
        flaws=flaws,
        told=told,
        key=uuid4().hex,
    )
