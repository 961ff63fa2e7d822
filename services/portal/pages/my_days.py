"""One's own registration of an event of several days: on which she comes, and with which group."""

from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import chosen_days
from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/my/registrations/{registration_id:uuid}/days")
def show_days(visitor: Member, registration_id: UUID) -> Response:
    """Her days, and how many places the others have."""
    registration = visitor.api.get(f"/registrations/{registration_id}")
    return _page(visitor, registration, chosen_days.of(registration), {})


@router.post("/my/registrations/{registration_id:uuid}/days")
def choose_days(visitor: Member, registration_id: UUID, form: Form) -> Response:
    """Come on these days after all."""
    try:
        visitor.api.post(f"/registrations/{registration_id}/days", {"days": chosen_days.body(form)})
    except Refused as refused:
        if refused.status in {403, 404}:
            raise
        registration = visitor.api.get(f"/registrations/{registration_id}")
        flaws = chosen_days.refusal(refused, visitor)
        return _page(visitor, registration, chosen_days.again(form), flaws, refused.status)
    return go("/my#registrations")


def _page(
    visitor: Visitor,
    registration: dict[str, object],
    chosen: dict[str, str],
    flaws: dict[str, str],
    status: int = 200,
) -> Response:
    event = visitor.api.get(f"/events/{registration['event_id']}")
    there = visitor.api.get(f"/events/{registration['event_id']}/places")
    return page(
        visitor,
        "my_days.html",
        status,
        event=event,
        registration=registration,
        day_places=there["days"],
        chosen=chosen,
        chosen_days=chosen_days,
        flaws=flaws,
    )
