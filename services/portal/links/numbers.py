"""The host, or the contact at the event's place, gives the numbers without an account."""

from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import numbers_form
from services.portal.clients import Refused
from services.portal.complaints import flaws_of
from services.portal.rendering import go, page
from services.portal.visitor import Visitor


def show(visitor: Visitor, token: str) -> Response:
    """Who asks for the numbers of which event."""
    return _page(visitor, token, numbers_form.blank(), {})


def act(visitor: Visitor, token: str, form: FormData) -> Response:
    """Give them; the same page then says so."""
    values = numbers_form.filled(form)
    numbers, flaws = numbers_form.body(values, visitor)
    if not flaws:
        try:
            visitor.api.post(_at(token), numbers)
            return go(f"/links/events/{token}")
        except Refused as refused:
            if refused.status in {404, 410}:
                raise
            if refused.code == "numbers-given":
                return go(f"/links/events/{token}")
            flaws = flaws_of(refused, visitor)
    return _page(visitor, token, values, flaws, 422)


def _page(
    visitor: Visitor, token: str, values: numbers_form.Values, flaws: numbers_form.Flaws, status: int = 200
) -> Response:
    asked = visitor.api.get(_at(token))
    action = f"/links/events/{token}"
    return page(visitor, "numbers_link.html", status, numbers=asked, values=values, flaws=flaws, action=action)


def _at(token: str) -> str:
    return f"/links/events/{token}/numbers"
