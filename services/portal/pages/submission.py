"""Submitting an event for review, and taking it back."""

from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.pages.review import review_page
from services.portal.rendering import go
from services.portal.visitor import Form, Member

router = APIRouter()


@router.post("/events/{event_id:uuid}/submission")
def submit(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Ask for the review; then the page of the event says that it waits."""
    given = {name: str(form.get(name, "")).strip() for name in ("note", "over_conflicts")}
    body = {name: value for name, value in given.items() if value}
    try:
        visitor.api.post(f"/events/{event_id}/submission", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        flaws = flaws_of(refused, visitor)
        return review_page(visitor, event_id, flaws, refused.status, given["over_conflicts"], given["note"])
    return go(f"/events/{event_id}")


@router.post("/events/{event_id:uuid}/withdrawal")
def withdraw(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Take it back: it is a draft again."""
    try:
        visitor.api.post(f"/events/{event_id}/withdrawal", {}, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        # Whoever comes too late sees on the page of the event what became of it.
        if refused.status != 409:
            raise
    return go(f"/events/{event_id}")
