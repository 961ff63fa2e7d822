"""Postponing an event."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.calling_off import CallingOff
from services.portal.visitor import Form, Member

router = APIRouter()

_POSTPONEMENT = CallingOff("postponement", "postpone.html", frozenset({"published"}))


@router.get("/events/{event_id:uuid}/postpone")
def show_form(visitor: Member, event_id: UUID) -> Response:
    """Ask for the reason, and say whom it would reach."""
    return _POSTPONEMENT.ask(visitor, event_id)


@router.post("/events/{event_id:uuid}/postponement")
def postpone(visitor: Member, event_id: UUID, form: Form) -> Response:
    """Do it."""
    return _POSTPONEMENT.carry_out(visitor, event_id, form)
