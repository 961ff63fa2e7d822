"""Canceling an event."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.calling_off import CallingOff
from services.portal.visitor import Form, Member

router = APIRouter()

_CANCELLATION = CallingOff("cancellation", "cancel.html", frozenset({"published", "postponed"}))


@router.get("/events/{event_id:uuid}/cancel")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """Ask for the reason, and say whom it would reach."""
    return _CANCELLATION.ask(visitor, event_id)


@router.post("/events/{event_id:uuid}/cancellation")
def cancel(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Do it."""
    return _CANCELLATION.carry_out(visitor, event_id, form)
