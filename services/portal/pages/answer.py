"""Reviewing what others submitted: what waits, and the answer to one of them."""

from typing import Any
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


@router.get("/reviews")
def show_waiting(visitor: Member) -> Response:
    """What waits for her review, longest waiting first."""
    return page(visitor, "reviews.html", reviews=list(visitor.api.every("/reviews")), rules=_rules(visitor))


@router.get("/events/{event_id:uuid}/answer")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """What was submitted, whom an approval would reach, and the two answers."""
    return _answer_page(visitor, event_id, {}, {})


@router.post("/events/{event_id:uuid}/answer")
def answer(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Approve it or ask for changes, unless it was changed since she read it."""
    values = {name: str(form.get(name, "")).strip() for name in ("note", "over_conflicts", "version")}
    said = "approved" if form.get("answer") == "approved" else "changes_requested"
    if said == "changes_requested" and not values["note"]:
        flaws = {"note": visitor.gettext("Say what is to be changed.")}
        return _answer_page(visitor, event_id, values, flaws, 422)
    body: dict[str, Any] = {"answer": said, "note": values["note"], "over_conflicts": values["over_conflicts"]}
    if values["version"].isdecimal():
        body["version"] = int(values["version"])
    try:
        visitor.api.post(f"/events/{event_id}/review", body, str(form.get("key") or uuid4().hex))
    except Refused as refused:
        if refused.status == 404 or refused.code == "not-allowed":
            raise
        return _answer_page(visitor, event_id, values, flaws_of(refused, visitor), refused.status)
    return go(f"/events/{event_id}/emails?fresh=1" if said == "approved" else "/reviews")


def _answer_page(
    visitor: Visitor, event_id: UUID, values: dict[str, str], flaws: dict[str, str], status: int = 200
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    if event["state"] != "submitted":
        return go(f"/events/{event_id}")
    asked = list(visitor.api.every("/reviews", event=event_id))
    conflicts = conflicts_of(visitor, str(event_id), values.get("over_conflicts", ""))
    told = None
    try:
        told = preview(visitor, str(event_id), {"review": {"answer": "approved"}})
    except Refused as refused:
        flaws = flaws or flaws_of(refused, visitor)
    return page(
        visitor,
        "answer.html",
        status,
        event=event,
        facts=facts(event, visitor),
        review=asked[-1] if asked else None,
        told=told,
        conflicts=conflicts,
        values={"note": values.get("note", "")},
        flaws=flaws,
        key=uuid4().hex,
    )


def _rules(visitor: Visitor) -> list[dict[str, Any]]:
    """The rules that she may set: her own partners' as their admin, and for the office everybody's."""
    own = [role["partner_id"] for role in visitor.me["roles"] if role["role"] == "admin"]
    found: list[dict[str, Any]] = [
        {"address": partner_id, "name": visitor.directory.partner(partner_id)["name"]} for partner_id in own
    ]
    if visitor.is_office:
        found.append({"address": "all", "name": visitor.gettext("All partners")})
    return found
