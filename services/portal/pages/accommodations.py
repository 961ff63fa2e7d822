"""Asking for what one needs to take part, and answering those who ask: in private, between the two."""

from typing import Any, Literal
from uuid import UUID, uuid4

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor
from services.portal.vocabulary import ACCOMMODATIONS

router = APIRouter()

_MOVES = Literal[
    "acknowledgement",
    "arrangement",
    "alternative",
    "confirmation",
    "fulfillment",
    "impossibility",
    "endorsement",
    "objection",
    "acceptance",
    "refusal",
    "withdrawal",
]


@router.get("/events/{event_id:uuid}/accommodation")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """What one needs, and who will read it."""
    return _form_page(visitor, event_id, blank(), {})


@router.post("/events/{event_id:uuid}/accommodation")
def ask(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Ask; then one sees what was asked, and by when it will be answered."""
    values = filled(form)
    try:
        made = visitor.api.post(f"/events/{event_id}/accommodations", body(values), values["key"])
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _form_page(visitor, event_id, values, complaints(refused, visitor), refused.status)
    return go(f"/accommodations/{made['id']}")


@router.get("/accommodations")
def list_requests(visitor: Member) -> Response:
    """One's own requests, and those that wait for one."""
    found = list(visitor.api.every("/accommodations"))
    own = {each["id"] for each in visitor.api.every("/accommodations", part="person")}
    return page(
        visitor,
        "accommodations.html",
        own=[each for each in found if each["id"] in own],
        others=[each for each in found if each["id"] not in own],
    )


@router.get("/accommodations/{accommodation_id:uuid}")
def show_request(visitor: Member, accommodation_id: UUID) -> Response:
    """What was asked, how it stands, and what one may do."""
    return _request_page(visitor, accommodation_id, "", {})


@router.post("/accommodations/{accommodation_id:uuid}/{move}")
def move_on(visitor: Member, accommodation_id: UUID, move: _MOVES, form: Form) -> Response:
    """Move it on; whoever waits is told."""
    answer = str(form.get("answer", "")).replace("\r\n", "\n").strip()
    try:
        visitor.api.post(f"/accommodations/{accommodation_id}/{move}", {"answer": answer})
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        return _request_page(visitor, accommodation_id, answer, complaints(refused, visitor), refused.status)
    return go(f"/accommodations/{accommodation_id}" if move != "objection" else "/accommodations")


def blank() -> dict[str, Any]:
    """What the form shows first."""
    return {"kinds": [], "details": "", "contact": "", "needed_by": "", "key": uuid4().hex}


def filled(form: FormData) -> dict[str, Any]:
    """What somebody filled in."""
    said = {name: str(form.get(name, "")).replace("\r\n", "\n").strip() for name in blank()}
    return said | {"kinds": [str(kind) for kind in form.getlist("kinds")], "key": said["key"] or uuid4().hex}


def body(values: dict[str, Any]) -> dict[str, Any]:
    """The request as the API takes it."""
    needed = {"needed_by": values["needed_by"]} if values["needed_by"] else {}
    return {name: values[name] for name in ("kinds", "details", "contact")} | needed


def complaints(refused: Refused, visitor: Visitor) -> dict[str, str]:
    """What is wrong with a request or an answer, in words."""
    _ = visitor.gettext
    if refused.code == "requests-closed":
        contact = refused.problem.get("contact", "")
        return {"": _("It is too late to ask here. Write to %(contact)s.") % {"contact": contact}}
    if refused.code == "invalid-transition":
        return {"": _("Somebody else was faster: see below how it stands now.")}
    flaws = flaws_of(refused, visitor)
    if "" in flaws and refused.status == 422:
        return {"details": _("Say what you need.")}
    return flaws


def _form_page(
    visitor: Visitor, event_id: UUID, values: dict[str, Any], flaws: dict[str, str], status: int = 200
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    return page(
        visitor,
        "accommodation_form.html",
        status,
        event=event,
        values=values,
        flaws=flaws,
        kinds=[(code, visitor.gettext(word)) for code, word in ACCOMMODATIONS.items()],
        action=f"/events/{event_id}/accommodation",
    )


def _request_page(
    visitor: Visitor, accommodation_id: UUID, answer: str, flaws: dict[str, str], status: int = 200
) -> Response:
    asked = visitor.api.get(f"/accommodations/{accommodation_id}")
    return page(
        visitor,
        "accommodation.html",
        status,
        request=asked,
        values={"answer": answer},
        flaws=flaws,
        action=f"/accommodations/{accommodation_id}",
    )
