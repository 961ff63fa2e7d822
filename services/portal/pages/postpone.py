"""Postponing an event: a reason, who would be told, and then the deed."""

from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/events/{event_id:uuid}/postpone")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """Ask for the reason, and say whom it would reach."""
    return _postpone_page(visitor, event_id, "", {})


@router.post("/events/{event_id:uuid}/postponement")
def postpone(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Postpone it; then the email history shows how it goes."""
    reason = str(form.get("reason", "")).strip()
    if not reason:
        flaws = {"reason": visitor.gettext("Say why, in a sentence: everybody who is told reads it.")}
        return _postpone_page(visitor, event_id, reason, flaws, 422)
    try:
        visitor.api.post(f"/events/{event_id}/postponement", {"reason": reason}, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _postpone_page(visitor, event_id, reason, flaws_of(refused, visitor), refused.status)
    return go(f"/events/{event_id}/emails?fresh=1")


def _postpone_page(
    visitor: Visitor, event_id: UUID, reason: str, flaws: dict[str, str], status: int = 200
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    if event["state"] != "published":
        return go(f"/events/{event_id}")
    # Whom it reaches does not depend on the reason, but the door wants one.
    told = preview(visitor, str(event_id), {"postponement": {"reason": reason or "–"}})
    values = {"reason": reason}
    return page(visitor, "postpone.html", status, event=event, told=told, values=values, flaws=flaws, key=uuid4().hex)
