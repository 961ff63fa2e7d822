"""What came of an event: its host gives the numbers, and everybody who carries it sees whose credit they are."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import numbers_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.pages.event import may_edit
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/events/{event_id:uuid}/numbers")
def show_numbers(visitor: Member, event_id: UUID) -> Response:
    """The numbers, and the form for whoever may give or correct them."""
    return _page(visitor, event_id, None, {})


@router.post("/events/{event_id:uuid}/numbers")
def give_numbers(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Give or correct them."""
    values = numbers_form.filled(form)
    numbers, flaws = numbers_form.body(values, visitor)
    if flaws:
        return _page(visitor, event_id, values, flaws, 422)
    version = str(form.get("version"))
    try:
        visitor.api.put(f"/events/{event_id}/outcome", numbers, int(version) if version.isdecimal() else 0)
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        flaws = flaws_of(refused, visitor)
        if refused.status == 412:
            flaws = {"": visitor.gettext("Somebody gave numbers meanwhile. Look at them below, then correct them.")}
        return _page(visitor, event_id, values, flaws, refused.status)
    return go(f"/events/{event_id}/numbers")


@router.post("/events/{event_id:uuid}/site-contact")
def name_site_contact(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Name who is asked at the event's place, too."""
    email = str(form.get("email", "")).strip()
    try:
        visitor.api.post(f"/events/{event_id}/site-contact", {"email": email})
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        flaws = {"email": visitor.gettext("Enter an email address, like name@example.org.")}
        return _page(visitor, event_id, None, flaws, 422, email=email)
    return go(f"/events/{event_id}/numbers")


def _page(
    visitor: Visitor,
    event_id: UUID,
    values: numbers_form.Values | None,
    flaws: numbers_form.Flaws,
    status: int = 200,
    email: str | None = None,
) -> Response:
    event = visitor.api.get(f"/events/{event_id}")
    outcome = visitor.api.get(f"/events/{event_id}/outcome")
    shown = values or numbers_form.known(outcome)
    return page(
        visitor,
        "numbers.html",
        status,
        event=event,
        outcome=outcome,
        values={**shown, "email": outcome["site_email"] if email is None else email},
        flaws=flaws,
        text=numbers_form.text,
        may_give=may_edit(visitor, event) and event["state"] in {"ended", "completed"},
        may_name=may_edit(visitor, event) and event["state"] not in {"completed", "cancelled"},
    )
