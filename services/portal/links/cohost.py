"""A partner is asked to carry an event, and answers without an account."""

from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import cohost_answer
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Visitor


def show(visitor: Visitor, token: str) -> Response:
    """Who asks whom for what, and what was answered already."""
    return _page(visitor, token, cohost_answer.blank(), {})


def act(visitor: Visitor, token: str, form: FormData) -> Response:
    """Give the answer; the same page then shows it."""
    asked: dict[str, Any] = visitor.api.get(_at(token))
    values = cohost_answer.filled(form)
    answer, flaws = cohost_answer.body(values, asked["time_zone"], visitor)
    if not flaws:
        try:
            visitor.api.post(_at(token), answer)
            return go(f"/links/events/{token}")
        except Refused as refused:
            if refused.status in {404, 410}:
                raise
            flaws = flaws_of(refused, visitor)
    return _page(visitor, token, values, flaws, 422)


def _page(
    visitor: Visitor, token: str, values: cohost_answer.Values, flaws: cohost_answer.Flaws, status: int = 200
) -> Response:
    asked = visitor.api.get(_at(token))
    shown = {"question": asked, "values": values, "flaws": flaws, "action": f"/links/events/{token}"}
    return page(visitor, "cohost_answer.html", status, by_link=True, **shown)


def _at(token: str) -> str:
    return f"/links/events/{token}/cohost"
