"""Somebody looks at her registration, accepts an offer, comes fewer, or cancels, without an account."""

from typing import Any

from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal import chosen_days, places
from services.portal.clients import Refused
from services.portal.rendering import go, page
from services.portal.visitor import Visitor


def show(visitor: Visitor, token: str) -> Response:
    """Where she is, why, and what she can do."""
    return _page(visitor, token, {})


def act(visitor: Visitor, token: str, form: FormData) -> Response:
    """Do it; the same page then shows what came of it."""
    body: dict[str, Any] = {"action": str(form.get("action", ""))}
    size = str(form.get("party_size", "")).strip()
    if body["action"] == "party_size":
        body["party_size"] = int(size) if size.isdecimal() else size
    if body["action"] == "days":
        body["days"] = chosen_days.body(form)
    try:
        visitor.api.post(_at(token), body)
    except Refused as refused:
        if refused.status in {404, 410}:
            raise
        return _page(visitor, token, chosen_days.refusal(refused, visitor), refused.status)
    return go(f"/links/events/{token}")


def _page(visitor: Visitor, token: str, flaws: dict[str, str], status: int = 200) -> Response:
    found = visitor.api.get(_at(token))
    return page(
        visitor,
        "registration_link.html",
        status,
        event=found["event"],
        registration=found["registration"],
        allowed=found["allowed"],
        day_places=found["days"],
        chosen=chosen_days.of(found["registration"]),
        chosen_days=chosen_days,
        values={"party_size": str(found["registration"]["party_size"])},
        flaws=flaws,
        places=places,
        action=f"/links/events/{token}",
    )


def _at(token: str) -> str:
    return f"/links/events/{token}/registration"
