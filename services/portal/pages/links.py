"""The way through a link that needs no account: what it is for decides which page is shown, and what is done."""

import re
from collections.abc import Callable
from typing import Any, Protocol

from fastapi import APIRouter
from starlette.datastructures import FormData
from starlette.responses import Response

from services.portal.clients import Refused
from services.portal.links import cohost, numbers, registration
from services.portal.rendering import page
from services.portal.visitor import Anybody, Form, Visitor

router = APIRouter()


class Purpose(Protocol):
    """A module of `services.portal.links`: both ask the API at `/links/events/{token}/{purpose}`."""

    def show(self, visitor: Visitor, token: str) -> Response:
        """Who asks whom for what."""

    def act(self, visitor: Visitor, token: str, form: FormData) -> Response:
        """Do it."""


_PURPOSES: dict[str, Purpose] = {
    "cohost": cohost,
    "numbers": numbers,
    "registration": registration,
}
_TOKEN = re.compile(r"[\w-]{1,100}")
_NOT_OURS, _OVER = 404, 410


@router.get("/links/events/{token}")
def show_link(visitor: Anybody, token: str) -> Response:
    """Who asks whom for what. Programs that look into emails open links: nothing is done yet."""
    return _through(visitor, token, lambda purpose: purpose.show(visitor, token))


@router.post("/links/events/{token}")
def use_link(visitor: Anybody, token: str, form: Form) -> Response:
    """Do what was asked."""
    return _through(visitor, token, lambda purpose: purpose.act(visitor, token, form))


def _through(visitor: Visitor, token: str, answer: Callable[[Purpose], Response]) -> Response:
    if not _TOKEN.fullmatch(token):
        return _closed(visitor, _NOT_OURS, "invalid-link")
    try:
        link: dict[str, Any] = visitor.api.get(f"/links/events/{token}")
        return answer(_PURPOSES[link["purpose"]])
    except Refused as refused:
        if refused.status not in {_NOT_OURS, _OVER}:
            raise
        return _closed(visitor, refused.status, refused.code)


def _closed(visitor: Visitor, status: int, code: str) -> Response:
    return page(visitor, "link_closed.html", status, code=code)
