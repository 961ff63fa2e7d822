"""One's own calendar for one's own device, and one's partners' events for their own sites."""

from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.rendering import page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/my/calendar")
def show_my_calendar(visitor: Member) -> Response:
    """Whether one's calendar has an address, and what to put into the site of each partner one works for."""
    return _calendar_page(visitor, None)


@router.post("/my/calendar")
def make_address(visitor: Member, form: Form) -> Response:
    """Make a new address. It is shown this once: afterwards nobody knows it here."""
    key = str(form.get("key") or uuid4().hex)
    return _calendar_page(visitor, visitor.api.post("/calendars/mine/rotation", {}, key)["url"])


def _calendar_page(visitor: Visitor, address: str | None) -> Response:
    return page(
        visitor,
        "my_calendar.html",
        address=address,
        made_at=visitor.api.get("/calendars/mine")["made_at"],
        partners=visitor.spoken_for,
        key=uuid4().hex,
    )
