"""The form to post an event. It makes a draft, which is then reviewed."""

from typing import Any
from uuid import uuid4

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import event_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.event_choices import choices, hosts
from services.portal.rendering import go, page
from services.portal.visitor import Form, Member, Visitor

router = APIRouter()


@router.get("/events/new")
def show_form(visitor: Member) -> Response:
    """The form, with what is known of the host."""
    possible = hosts(visitor)
    if not possible:
        return page(visitor, "no_host.html", 403)
    wanted = visitor.request.query_params.get("host", "")
    host = next((partner for partner in possible if partner["id"] == wanted), possible[0])
    return _form_page(visitor, event_form.blank(host), {}, uuid4().hex)


@router.post("/events/new")
def save_draft(visitor: Member, form: Form) -> Response:
    """Make the draft; what is wrong is said beside its field, and nothing typed is lost."""
    values, key = event_form.filled(form), str(form.get("key") or uuid4().hex)
    body, flaws = event_form.body(values, visitor)
    if not flaws:
        try:
            event = visitor.api.post("/events", body, key)
            return go(f"/events/{event['id']}/review")
        except Refused as refused:
            flaws = flaws_of(refused, visitor)
    # The key stood for what was sent before; what is corrected is another request.
    return _form_page(visitor, values, flaws, uuid4().hex, 422)


def _form_page(
    visitor: Visitor, values: dict[str, Any], flaws: dict[str, str], key: str, status: int = 200
) -> Response:
    return page(
        visitor,
        "new_event.html",
        status,
        values=values,
        flaws=flaws,
        key=key,
        hosts=hosts(visitor),
        options=choices(visitor, values),
    )
