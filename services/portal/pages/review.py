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
    return review_page(visitor, event_id, {})


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
        return review_page(visitor, event_id, flaws_of(refused, visitor), refused.status, why)
    return go(f"/events/{event_id}/emails?fresh=1")


def review_page(
    visitor: Visitor, event_id: UUID, flaws: dict[str, str], status: int = 200, why: str = "", note: str = ""
) -> Response:
    """The page, for what must be reviewed by others with what asks them for it."""
    event = visitor.api.get(f"/events/{event_id}")
    if event["state"] not in _NOT_YET_PUBLISHED:
        return go(f"/events/{event_id}")
    must_ask = visitor.api.get(f"/reviews/rules/{event['host_id']}")["holds"] != "nobody"
    told = None
    try:
        if not (must_ask and event["state"] == "submitted"):
            told = preview(visitor, str(event_id), {"submission" if must_ask else "publication": {}})
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
        must_ask=must_ask,
        told=told,
        conflicts=conflicts_of(visitor, str(event_id), why),
        note={"note": note},
        flaws=flaws,
        key=uuid4().hex,
    )
