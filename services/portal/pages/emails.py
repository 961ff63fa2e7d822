"""The email history of an event: what was sent to whom, what waits, and the relay's own words."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.responses import Response

from services.portal.pages.event import may_see_emails
from services.portal.rendering import page
from services.portal.visitor import Member

router = APIRouter()

_ON_A_PAGE = 50
_GOING_ON = {"settling", "fanning_out"}
_NEVER_OUT = {"suppressed", "expired", "cancelled"}


@router.get("/events/{event_id:uuid}/emails")
def show_emails(visitor: Member, event_id: UUID) -> Response:
    """All emails about an event, and the deliveries of one of them."""
    event = visitor.api.get(f"/events/{event_id}")
    if not may_see_emails(visitor, event):
        raise HTTPException(403)
    asked = visitor.request.query_params
    emails = list(visitor.api.every("/emails", event=event_id))
    chosen = next((email for email in emails if email["id"] == asked.get("email")), emails[0] if emails else None)
    rows: dict[str, Any] = {"items": [], "next": None}
    if chosen:
        rows = visitor.api.get(
            "/deliveries", event=event_id, email=chosen["id"], cursor=asked.get("cursor"), limit=_ON_A_PAGE
        )
    here = f"/events/{event_id}/emails"
    return page(
        visitor,
        "emails.html",
        event=event,
        emails=emails,
        chosen=chosen,
        rows=rows["items"],
        next=f"{here}?{urlencode({'email': chosen['id'], 'cursor': rows['next']})}"
        if chosen and rows["next"]
        else None,
        # Looked at right after the deed, the first email may still be on its way into the books.
        going_on=any(map(is_going_on, emails)) or (not emails and "fresh" in asked),
        is_still="still" in asked,
        now_pending=now_pending,
        sent=sum(email["counts"].get("accepted", 0) for email in emails),
        due=sum(map(_due, emails)),
    )


def is_going_on(email: dict[str, Any]) -> bool:
    """Whether its counts will change within moments; what waits for a digest or the morning does not."""
    return email["state"] in _GOING_ON or now_pending(email) > 0 or email["counts"].get("sending", 0) > 0


def _due(email: dict[str, Any]) -> int:
    """How many are to be out by now."""
    later = int(email["digest"]) + int(email["held"])
    return sum(int(count) for state, count in email["counts"].items() if state not in _NEVER_OUT) - later


def now_pending(email: dict[str, Any]) -> int:
    """How many wait for nothing but their turn."""
    return int(email["counts"].get("pending", 0)) - int(email["digest"]) - int(email["held"])
