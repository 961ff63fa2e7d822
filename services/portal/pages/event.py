"""One event, for people, and for programs that read schema.org."""

import json
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from markupsafe import Markup
from starlette.responses import Response

from services.portal import follows, repeats
from services.portal.clients import Refused
from services.portal.linked_data import linked_data
from services.portal.rendering import page
from services.portal.visitor import Anybody, Visitor

router = APIRouter()

Event = dict[str, Any]

_ON_A_PAGE = 10


@router.get("/events/{event_id:uuid}")
def show_event(visitor: Anybody, event_id: UUID) -> Response:
    """Everything that one may know of an event; for those who may change it, what they can do."""
    event = visitor.api.get(f"/events/{event_id}")
    return page(
        visitor,
        "event.html",
        event=event,
        may_edit=may_edit(visitor, event),
        may_see_emails=may_see_emails(visitor, event),
        may_review=visitor.is_office or visitor.holds(event["host_id"], "reviewer", "admin"),
        review=_last_review(visitor, event),
        cohosts=_asked(visitor, event),
        occurrences=_coming(visitor, event),
        provenance=provenance_of(visitor, event),
        followable=follows.of_event(event, visitor) if event["visibility"] == "public" else [],
        repeats=repeats.in_words(event, visitor),
        linked_data=_as_script(linked_data(event, visitor)) if event["visibility"] == "public" else "",
    )


def _coming(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """The next times of a series, some at a time."""
    if event["recurrence"] is None:
        return None
    later = visitor.request.query_params.get("later")
    address = f"/events/{event['id']}/occurrences"
    try:
        found: dict[str, Any] = visitor.api.get(address, limit=_ON_A_PAGE, cursor=later)
    except Refused:
        found = visitor.api.get(address, limit=_ON_A_PAGE)
    return found


def _last_review(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """What a reviewer said last, for those who have to do something about it."""
    if event["state"] != "changes_requested":
        return None
    reviews = list(visitor.api.every("/reviews", event=event["id"]))
    return reviews[-1] if reviews else None


def _asked(visitor: Visitor, event: Event) -> list[dict[str, Any]]:
    """Whom the host asks to carry it, for those who may know; strangers see who said yes."""
    asked: list[dict[str, Any]] = []
    if visitor.session and (visitor.is_office or visitor.me["roles"]):
        asked = visitor.api.get(f"/events/{event['id']}/cohosts")["items"]
    return asked


def may_edit(visitor: Visitor, event: Event) -> bool:
    """Whether to show what changes an event; the API decides anew when it is used."""
    return visitor.is_office or visitor.holds(event["host_id"], "admin", "coordinator")


def provenance_of(visitor: Visitor, event: Event) -> dict[str, Any] | None:
    """What of an event is its calendar's say, for those who may change it."""
    if event["source_id"] is None or not may_edit(visitor, event):
        return None
    try:
        found: dict[str, Any] = visitor.api.get(f"/events/{event['id']}/source")
    except Refused:
        # It was canceled there, and came in anew as another event.
        return None
    return found


def may_see_emails(visitor: Visitor, event: Event) -> bool:
    """Whether to show the way to the email history."""
    return visitor.is_office or visitor.holds(event["host_id"], "admin", "coordinator", "reviewer", "viewer")


def _as_script(data: dict[str, Any]) -> Markup:
    # A title may hold "</script>"; escaped so, JSON keeps its meaning and HTML finds no end in it.
    text = json.dumps(data, ensure_ascii=False)
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
