"""The last look before an event is published: what it says, and who would be emailed."""

from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.conflicts import conflicts_of
from services.portal.facts import facts
from services.portal.preview import preview
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()

_NOT_YET_PUBLISHED = {"draft", "submitted", "changes_requested"}


@router.get("/events/{event_id:uuid}/review")
def show_review(visitor: Member, event_id: UUID) -> Response:
    """What would be published, and whom it would reach."""
    return _review_page(visitor, event_id, {})


@router.post("/events/{event_id:uuid}/publication")
def publish(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Publish it; then the email history shows how it goes."""
    why = str(form.get("over_conflicts") or "")
    try:
        body = {"over_conflicts": why} if why else {}
        visitor.api.post(f"/events/{event_id}/publication", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _review_page(visitor, event_id, flaws_of(refused, visitor), refused.status, why)
    return go(f"/events/{event_id}/emails?fresh=1")


def _review_page(
    visitor: Visitor, event_id: UUID, flaws: dict[str, str], status: int = 200, why: str = ""
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    if event["state"] not in _NOT_YET_PUBLISHED:
        return go(f"/events/{event_id}")
    told = None
    try:
        told = preview(visitor, str(event_id), {"publication": {}})
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        flaws = flaws or flaws_of(refused, visitor)
    return page(
        visitor,
        "review.html",
        status,
        event=event,
        facts=facts(event, visitor),
        told=told,
        conflicts=conflicts_of(visitor, str(event_id), why),
        flaws=flaws,
        key=uuid4().hex,
    )
