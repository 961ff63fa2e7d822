"""The links of whoever follows by an address: to confirm that it is hers, and to look after what it follows."""

import re
from collections.abc import Callable
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from services.portal import follows
from services.portal.clients import Refused
from services.portal.looking_after import ByAccount, ByLink
from services.portal.pages.my_emails import change, emails_page
from services.portal.rendering import go, page
from services.portal.visitor import Anybody, Form, Visitor

router = APIRouter()

_TOKEN = re.compile(r"[\w-]{1,100}")
_NOT_OURS, _OVER = 404, 410
_HAS_ACCOUNT = "has-account"
_ANSWERS = {"yes", "not_me"}


@router.get("/links/following/{token}")
def show_following_link(visitor: Anybody, token: str) -> Response:
    """What is asked, or what is followed. Programs that look into emails open links: nothing is done yet."""
    return _through(
        visitor,
        token,
        lambda: _question(visitor, visitor.api.get(_confirmation(token)), token),
        lambda: emails_page(visitor, ByLink(visitor, token), {}),
    )


@router.post("/links/following/{token}")
def use_following_link(visitor: Anybody, token: str, form: Form) -> Response:
    """Confirm it, refuse it, or change something of what is followed."""
    return _through(
        visitor, token, lambda: _answer(visitor, token, form), lambda: change(visitor, ByLink(visitor, token), form)
    )


def _through(
    visitor: Visitor, token: str, confirm: Callable[[], Response], look_after: Callable[[], Response]
) -> Response:
    if not _TOKEN.fullmatch(token):
        return page(visitor, "link_closed.html", _NOT_OURS, code="invalid-link")
    try:
        link: dict[str, Any] = visitor.api.get(f"/links/notifications/{token}")
        return confirm() if link["purpose"] == "confirmation" else look_after()
    except Refused as refused:
        if refused.status not in {_NOT_OURS, _OVER}:
            raise
        if refused.code == _HAS_ACCOUNT:
            return go(ByAccount.here)
        return page(visitor, "link_closed.html", refused.status, code=refused.code)


def _answer(visitor: Visitor, token: str, form: Form) -> Response:
    answer = str(form.get("answer", ""))
    if answer not in _ANSWERS:
        return _question(visitor, visitor.api.get(_confirmation(token)), token)
    return _question(visitor, visitor.api.post(_confirmation(token), {"answer": answer}), token)


def _question(visitor: Visitor, question: dict[str, Any], token: str) -> Response:
    name = follows.named(question["target"], visitor)
    return page(visitor, "confirm_following.html", question=question, name=name, action=f"/links/following/{token}")


def _confirmation(token: str) -> str:
    return f"/links/notifications/{token}/confirmation"
