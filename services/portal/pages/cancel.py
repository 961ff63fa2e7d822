"""Canceling an event: a reason, who would be told, and then the deed."""

from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/events/{event_id:uuid}/cancel")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """Ask for the reason, and say whom it would reach."""
    return _cancel_page(visitor, event_id, "", {})


@router.post("/events/{event_id:uuid}/cancellation")
def cancel(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Cancel it; then the email history shows how it goes."""
    reason = str(form.get("reason", "")).strip()
    if not reason:
        flaws = {"reason": visitor.gettext("Say why, in a sentence: everybody who is told reads it.")}
        return _cancel_page(visitor, event_id, reason, flaws, 422)
    try:
        visitor.api.post(f"/events/{event_id}/cancellation", {"reason": reason}, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _cancel_page(visitor, event_id, reason, flaws_of(refused, visitor), refused.status)
    return go(f"/events/{event_id}/emails?fresh=1")


def _cancel_page(visitor: Visitor, event_id: UUID, reason: str, flaws: dict[str, str], status: int = 200) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    if event["state"] not in {"published", "postponed"}:
        return go(f"/events/{event_id}")
    # Whom it reaches does not depend on the reason, but the door wants one.
    told = preview(visitor, str(event_id), {"cancellation": {"reason": reason or "–"}})
    return page(
        visitor,
        "cancel.html",
        status,
        event=event,
        told=told,
        values={"reason": reason},
        flaws=flaws,
        key=uuid4().hex,
    )
