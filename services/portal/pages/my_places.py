"""One's own registrations: to accept an offer, or to give a place up."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.rendering import go
from services.portal.visitor import Member, Visitor

router = APIRouter()


@router.post("/my/registrations/{registration_id:uuid}/acceptance")
def accept(visitor: Member, registration_id: UUID) -> Response:
    """Take the place that is offered."""
    return _done(visitor, f"/registrations/{registration_id}/acceptance")


@router.post("/my/registrations/{registration_id:uuid}/cancellation")
def give_up(visitor: Member, registration_id: UUID) -> Response:
    """Give the place up, or the wait for one."""
    return _done(visitor, f"/registrations/{registration_id}/cancellation")


@router.post("/my/registrations/{registration_id:uuid}/consent")
def consent(visitor: Member, registration_id: UUID) -> Response:
    """Consent as a guardian."""
    return _done(visitor, f"/registrations/{registration_id}/requirements", met=["guardian_consent"])


def _done(visitor: Visitor, path: str, **body: list[str]) -> Response:
    """The page then shows where things stand, whether or not it was still possible."""
    try:
        visitor.api.post(path, dict(body))
    except Refused as refused:
        if refused.status != 409:
            raise
    return go("/my#registrations")
