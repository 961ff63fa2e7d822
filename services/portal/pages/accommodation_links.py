"""Asking for what one needs by the link to one's registration, without an account."""

from typing import Any, Literal
from uuid import UUID

from fastapi import APIRouter
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.pages.accommodations import blank, body, complaints, filled
from services.portal.rendering import go, page
from services.portal.visitor import Anybody, Form, Visitor
from services.portal.vocabulary import ACCOMMODATIONS

router = APIRouter()

_HERE = "/links/events/{token}/accommodations"
_GONE = {404, 410}


@router.get(_HERE)
def show_requests(visitor: Anybody, token: str) -> Response:
    """What was asked by this link, and the form to ask for more."""
    return _page(visitor, token, blank(), {})


@router.post(_HERE)
def ask(visitor: Anybody, token: str, form: Form) -> Response:
    """Ask."""
    values = filled(form)
    try:
        visitor.api.post(_at(token), body(values), values["key"])
    except Refused as refused:
        if refused.status in _GONE:
            return _closed(visitor, refused)
        return _page(visitor, token, values, complaints(refused, visitor), refused.status)
    return go(f"/links/events/{token}/accommodations")


@router.post(_HERE + "/{accommodation_id:uuid}/{move}")
def move_on(
    visitor: Anybody,
    token: str,
    accommodation_id: UUID,
    move: Literal["acceptance", "refusal", "withdrawal"],
    form: Form,
) -> Response:
    """Take or decline what is offered, or withdraw what one asked for."""
    answer = str(form.get("answer", "")).replace("\r\n", "\n").strip()
    try:
        visitor.api.post(f"{_at(token)}/{accommodation_id}/{move}", {"answer": answer})
    except Refused as refused:
        if refused.status in _GONE:
            return _closed(visitor, refused)
        return _page(visitor, token, blank(), complaints(refused, visitor), refused.status)
    return go(f"/links/events/{token}/accommodations")


def _page(visitor: Visitor, token: str, values: dict[str, Any], flaws: dict[str, str], status: int = 200) -> Response:
    try:
        items = visitor.api.get(_at(token))["items"]
    except Refused as refused:
        if refused.status not in _GONE:
            raise
        return _closed(visitor, refused)
    return page(
        visitor,
        "accommodation_link.html",
        status,
        items=items,
        values={"answer": "", **values},
        flaws=flaws,
        kinds=[(code, visitor.gettext(word)) for code, word in ACCOMMODATIONS.items()],
        action=f"/links/events/{token}/accommodations",
        registration=f"/links/events/{token}",
    )


def _closed(visitor: Visitor, refused: Refused) -> Response:
    return page(visitor, "link_closed.html", refused.status, code=refused.code)


def _at(token: str) -> str:
    return f"/links/events/{token}/accommodations"
